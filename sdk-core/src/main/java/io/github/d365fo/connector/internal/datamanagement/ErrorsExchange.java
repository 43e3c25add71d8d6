package io.github.d365fo.connector.internal.datamanagement;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.error.KnownSecrets;
import io.github.d365fo.connector.internal.http.ExchangeFailure;
import io.github.d365fo.connector.internal.http.ExchangeFailure.NoAnswer;
import io.github.d365fo.connector.internal.http.Request;
import io.github.d365fo.connector.internal.http.Response;
import io.github.d365fo.connector.internal.http.ResponseStream;
import io.github.d365fo.connector.internal.pipeline.Exchange;
import io.github.d365fo.connector.internal.pipeline.TextExchange;
import io.github.d365fo.connector.internal.wire.BodyText;
import io.github.d365fo.connector.internal.wire.JsonException;
import io.github.d365fo.connector.internal.wire.ODataRows;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Asks for the failed rows, whose number is unbounded: they are parsed as they arrive.
 *
 * @param request the request
 * @param secrets the secrets to keep out of the rows
 */
record ErrorsExchange(Request request, KnownSecrets secrets) implements Exchange<ErrorRows> {
    private static final int START = 4096;
    private static final long LARGEST_UNPACKED = 1L << 30;

    @Override
    public Operation operation() {
        return request.operation();
    }

    @Override
    public ErrorRows read(Response answer, Runnable release) throws ExchangeFailure, InterruptedException {
        ErrorRows rows = new ErrorRows(secrets);
        try (InputStream body =
                new BufferedInputStream(answer.coding().unpack(answer.streamInTime(), LARGEST_UNPACKED), START)) {
            refuseOther(answer, body);
            ODataRows.read(BodyText.reader(body), "ErrorMessage", rows::add);
        } catch (JsonException e) {
            String why = "status " + answer.status() + ", but the response can't be read: " + e.getMessage();
            breakOff(rows, answer, answer.unreadable(why, e));
        } catch (IOException e) {
            if (e.getCause() != null) {
                throw ResponseStream.failure(e);
            }
            breakOff(rows, answer, answer.undecodable(e));
        }
        return rows;
    }

    /** Keeps the rows before the failure, if it is certain that no others will come. */
    private static void breakOff(ErrorRows rows, Response answer, ExchangeFailure failure) throws ExchangeFailure {
        if (rows.count() == 0 || !answer.isDelimited()) {
            throw failure;
        }
        rows.breakOff(String.valueOf(failure.getMessage()));
    }

    private static void refuseOther(Response answer, InputStream body)
            throws ExchangeFailure, InterruptedException, IOException {
        body.mark(START);
        byte[] start = body.readNBytes(START);
        body.reset();
        if (start.length == 0 && !answer.isDelimited()) {
            throw new NoAnswer("the connection ended before the body of the response came", null, true);
        }
        TextExchange.refusePage(answer, BodyText.of(start));
    }
}
