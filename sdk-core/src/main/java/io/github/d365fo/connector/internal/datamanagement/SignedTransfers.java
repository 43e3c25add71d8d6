package io.github.d365fo.connector.internal.datamanagement;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.datamanagement.SignedUrl;
import io.github.d365fo.connector.datamanagement.WriteUrl;
import io.github.d365fo.connector.dequeue.DownloadedFile;
import io.github.d365fo.connector.dequeue.TransferListener;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.error.AuthorizationException;
import io.github.d365fo.connector.internal.call.Call;
import io.github.d365fo.connector.internal.call.Calls;
import io.github.d365fo.connector.internal.transfer.FileTransfers;
import io.github.d365fo.connector.internal.transfer.Landing;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Transfers over signed addresses, which expire: an expired address is requested again. Thread-safe. */
final class SignedTransfers {
    /** An address is valid for half an hour, so a transfer that needs a fourth has another problem. */
    private static final int RENEWALS = 2;

    private final FileTransfers transfers;

    SignedTransfers(FileTransfers transfers) {
        this.transfers = transfers;
    }

    /** Fetches a file from its address. */
    interface Fetch {
        CompletableFuture<DownloadedFile> from(URI address);
    }

    /** Returns a fetch of a package to {@code landing}. */
    Fetch toPackage(Call call, Landing landing, TransferListener progress) {
        return address -> transfers.downloadPackage(call, address, landing, progress);
    }

    /** Returns a fetch of an error file to {@code landing}. */
    Fetch toFile(Call call, Landing landing) {
        return address -> transfers.downloadFile(call, address, landing, TransferListener.none());
    }

    /** Fetches the file at {@code addresses}; empty if there is no address. */
    CompletableFuture<Optional<DownloadedFile>> download(
            Supplier<CompletableFuture<Optional<SignedUrl>>> addresses, Fetch fetch) {
        return renewing(
                RENEWALS,
                addresses,
                address -> address.isEmpty()
                        ? CompletableFuture.completedFuture(Optional.empty())
                        : fetch.from(address.get().uri()).thenApply(Optional::of));
    }

    /** Uploads {@code payload} and returns its address. */
    CompletableFuture<WriteUrl> upload(
            Call call, Supplier<CompletableFuture<WriteUrl>> addresses, Payload payload, TransferListener progress) {
        return renewing(
                payload.isRepeatable() ? RENEWALS : 0,
                addresses,
                address -> transfers
                        .upload(call, address.url().uri(), payload, progress)
                        .thenApply(done -> address));
    }

    private interface Transfer<A, T> {
        CompletableFuture<T> over(A address);
    }

    private static <A, T> CompletableFuture<T> renewing(
            int renewals, Supplier<CompletableFuture<A>> addresses, Transfer<A, T> transfer) {
        return addresses
                .get()
                .thenCompose(transfer::over)
                .exceptionallyCompose(failure -> renewals > 0 && isExpired(Calls.unwrap(failure))
                        ? renewing(renewals - 1, addresses, transfer)
                        : CompletableFuture.failedFuture(Calls.unwrap(failure)));
    }

    /** Azure Storage answers 403 to an expired signature. */
    private static boolean isExpired(Throwable failure) {
        return failure instanceof AuthorizationException refusal
                && (refusal.operation() == Operation.BLOB_UPLOAD || refusal.operation() == Operation.BLOB_DOWNLOAD);
    }
}
