package io.github.d365fo.benchmarks.server;

/** The small answers of the environment and of the identity provider. */
final class Answers {
    private static final String ID = "f0bc1d4c-2b0c-4a4e-9d4e-1d0d6c1f9a11";
    private static final int TOKEN = 1500;

    private Answers() {}

    /** Returns the answer of {@code path}, or an empty text if it has no body. */
    static String of(String path, String address, Queue queue) {
        if (path.startsWith("/api/connector/dequeue/")) {
            return queue.next(address);
        }
        if (path.startsWith("/api/connector/enqueue/")) {
            return '"' + ID + '"';
        }
        if (path.startsWith("/api/connector/ack/")) {
            return "true";
        }
        if (path.endsWith("/token")) {
            return "{\"token_type\":\"Bearer\",\"expires_in\":3599,\"ext_expires_in\":3599,\"access_token\":\""
                    + "x".repeat(TOKEN) + "\"}";
        }
        return "{\"@odata.context\":\"" + address + "/data/$metadata#Edm.String\",\"value\":"
                + value(path, address, queue.size()) + "}";
    }

    private static String value(String path, String address, long size) {
        String blob = address + "/store/benchmark/package.zip?sv=2024-11-04&sig=none&size=" + size;
        if (path.endsWith("GetAzureWriteUrl")) {
            return "\"{\\\"BlobId\\\":\\\"" + ID + "\\\",\\\"BlobUrl\\\":\\\"" + blob + "\\\"}\"";
        }
        if (path.endsWith("GetExportedPackageUrl")) {
            return '"' + blob + '"';
        }
        if (path.endsWith("ImportFromPackage")) {
            return '"' + ID + '"';
        }
        if (path.endsWith("GetExecutionSummaryStatus")) {
            return "\"Succeeded\"";
        }
        return path.endsWith("Errors") || path.endsWith("List") ? "\"[]\"" : "\"\"";
    }
}
