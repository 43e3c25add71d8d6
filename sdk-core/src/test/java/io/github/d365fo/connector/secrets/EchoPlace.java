package io.github.d365fo.connector.secrets;

import io.github.d365fo.connector.support.ScriptedServer.Reply;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Where in an answer a server can throw something back. */
enum EchoPlace {
    MESSAGE_OF_WEB_API(echo -> Reply.text(500, "{\"Message\":\"no: " + json(echo) + "\"}")),
    EXCEPTION_MESSAGE(echo -> Reply.text(500, "{\"Message\":\"e\",\"ExceptionMessage\":\"" + json(echo) + "\"}")),
    INNER_ERROR(echo -> Reply.text(400, error("", "An error", json(echo)))),
    OUTER_ERROR(echo -> Reply.text(400, "{\"error\":{\"code\":\"x\",\"message\":\"" + json(echo) + "\"}}")),
    INTERNAL_EXCEPTION(echo -> Reply.text(
            400,
            "{\"error\":{\"code\":\"\",\"innererror\":{\"message\":\"a\",\"internalexception\":{\"message\":\""
                    + json(echo) + "\"}}}}")),
    ERROR_CODE(echo -> Reply.text(400, error(json(echo), "m", "i"))),
    STACK_TRACE(echo ->
            Reply.text(500, "{\"Message\":\"m\",\"StackTrace\":\"at F.G(String x = " + json(echo) + ")\",\"n\":null}")),
    JSON_WITHIN_JSON(echo -> Reply.text(500, "{\"Message\":\"{\\\"Request\\\":\\\"" + json(json(echo)) + "\\\"}\"}")),
    BROKEN_JSON_OF_AN_ERROR(echo -> Reply.text(500, "{\"Message\":\"" + echo)),
    WEB_PAGE_OF_AN_ERROR(echo -> Reply.text(500, "<html><body>" + xml(echo) + "</body></html>")),
    PLAIN_TEXT(echo -> Reply.text(400, "refused: " + echo)),
    FORBIDDEN(echo -> Reply.text(403, "{\"Message\":\"" + json(echo) + "\"}")),
    UNAUTHORIZED(echo -> Reply.text(401, echo, "WWW-Authenticate: Bearer error=\"" + line(echo) + "\"")),
    TOO_LARGE(echo -> Reply.text(413, echo)),
    THROTTLED(echo -> Reply.text(429, echo, "Retry-After: 1", "x-ms-request-id: " + line(echo))),
    POSTPONED(echo -> Reply.text(503, echo, "Retry-After: " + line(echo))),
    MESSAGE_OF_STORAGE(echo -> Reply.text(409, "<Error><Code>C</Code><Message>M: " + xml(echo) + "</Message></Error>")),
    CODE_OF_STORAGE(echo -> Reply.text(409, "<Error><Code>" + xml(echo) + "</Code><Message>M</Message></Error>")),
    DETAIL_OF_STORAGE(echo -> Reply.text(
            403,
            "<?xml version=\"1.0\"?><Error><Code>AuthenticationFailed</Code><Message>m</Message>"
                    + "<AuthenticationErrorDetail>" + xml(echo) + "</AuthenticationErrorDetail></Error>")),
    REQUEST_ID(echo -> Reply.text(500, "{}", "x-ms-request-id: " + line(echo))),
    REQUEST_ID_OF_SUCCESS(echo -> Reply.text(200, "{\"value\":\"Processed\"}", "request-id: " + line(echo))),
    ERROR_CODE_HEADER(echo -> Reply.text(404, "", "x-ms-error-code: " + line(echo))),
    OTHER_HEADERS(echo -> Reply.text(
            200,
            "\"x\"",
            "ETag: " + line(echo),
            "Content-Type: " + line(echo),
            "Content-Range: " + line(echo),
            "Content-MD5: " + line(echo),
            "Set-Cookie: a=" + line(echo))),
    REDIRECT(echo -> Reply.text(302, echo, "Location: https://login.example/?token=" + line(echo))),
    REASON_PHRASE(echo -> raw("HTTP/1.1 500 " + line(echo) + "\r\nContent-Length: 2\r\n\r\n{}")),
    STATUS_LINE(echo -> raw(line(echo) + "\r\nContent-Length: 2\r\n\r\n{}")),
    STATUS_CODE(echo -> raw("HTTP/1.1 " + line(echo) + " OK\r\nContent-Length: 2\r\n\r\n{}")),
    HEADER_NAME(echo -> raw("HTTP/1.1 200 OK\r\n" + line(echo) + ": x\r\nContent-Length: 2\r\n\r\n{}")),
    HEADER_WITHOUT_COLON(echo -> raw("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n" + line(echo) + "\r\n\r\n{}")),
    LENGTH(echo -> raw("HTTP/1.1 200 OK\r\nContent-Length: " + line(echo) + "\r\n\r\n{}")),
    CHUNK_SIZE(echo -> raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + line(echo) + "\r\n{}\r\n")),
    TRAILING_BYTES(echo -> raw("HTTP/1.1 500 X\r\nContent-Length: 4000\r\n\r\n{\"Message\":\"" + echo)),
    WEB_PAGE_INSTEAD(echo -> Reply.text(200, "<!DOCTYPE html><p>" + xml(echo) + "</p>", "Content-Type: text/html")),
    BROKEN_JSON(echo -> Reply.text(200, "{\"value\":\"x\",\"" + echo)),
    NO_JSON(echo -> Reply.text(200, echo)),
    OTHER_TYPE(echo -> Reply.text(
            200,
            "{\"value\":{\"x\":\"" + json(echo) + "\"},\"IsDownLoadFileExist\":\"" + json(echo)
                    + "\",\"CorrelationId\":[\"" + json(echo) + "\"]}")),
    ID(echo -> Reply.text(200, "\"" + json(echo) + "\"")),
    VALUE(echo -> Reply.text(200, "{\"@odata.context\":\"c\",\"value\":\"" + json(echo) + "\"}")),
    PAGE(echo -> Reply.text(
            200, "{\"value\":\"https://x.example/?c=" + URLEncoder.encode(echo, StandardCharsets.UTF_8) + "\"}")),
    ROWS(echo -> Reply.text(
            200,
            "{\"value\":\"[{\\\"RecordId\\\":\\\"1" + json(json(echo)) + "\\\",\\\"Field\\\":\\\"F" + json(json(echo))
                    + "\\\",\\\"ErrorMessage\\\":\\\"no: " + json(json(echo)) + "\\\"}]\"}")),
    JOB(echo -> Reply.text(
            200,
            ("{\"DataJobStatus\":{\"DataProject\":\"%s\",\"DataJobIdentifier\":\"%s\",\"ExternalIdentifier\":\"%s\","
                            + "\"ExecutionIdentifier\":\"%s\",\"DataJobState\":\"%s\"},\"ExecutionLog\":\"%s\","
                            + "\"ExecutionDetail\":[{\"EntityName\":\"%s\",\"Company\":\"%s\","
                            + "\"StagingStatus\":\"%s\",\"TargetStatus\":\"%s\"}]}")
                    .replace("%s", json(echo)))),
    MESSAGE_WITHOUT_FILE(echo -> Reply.text(
            200,
            "{\"CorrelationId\":\"c" + json(echo) + "\",\"PopReceipt\":\"" + json("next-receipt-of-all")
                    + "\",\"DownloadLocation\":null,\"IsDownLoadFileExist\":false,\"FileDownLoadErrorMessage\":\"no: "
                    + json(echo) + "\"}")),
    ADDRESS_ELSEWHERE(echo -> Reply.text(
            200,
            "{\"CorrelationId\":\"c\",\"PopReceipt\":\"another-receipt\",\"DownloadLocation\":\"https://elsewhere."
                    + "example/x?y=" + URLEncoder.encode(echo, StandardCharsets.UTF_8)
                    + "\",\"IsDownLoadFileExist\":true}"));

    private final Answer answer;

    EchoPlace(Answer answer) {
        this.answer = answer;
    }

    private interface Answer {
        Reply with(String echo);
    }

    Reply reply(String echo) {
        return answer.with(echo);
    }

    private static Reply raw(String answer) {
        return connection -> {
            connection.write(answer.getBytes(StandardCharsets.UTF_8));
            return false;
        };
    }

    private static String error(String code, String message, String inner) {
        return "{\"error\":{\"code\":\"" + code + "\",\"message\":\"" + message + "\",\"innererror\":{\"message\":\""
                + inner + "\"}}}";
    }

    private static String json(String text) {
        return text.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\r", "\\r")
                .replace("\n", "\\n");
    }

    private static String xml(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }

    private static String line(String text) {
        return text.replaceAll("\\s+", " ");
    }
}
