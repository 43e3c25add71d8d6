package io.github.d365fo.testkit.harness;

import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.FakeDataManagement;
import io.github.d365fo.testkit.internal.json.JsonFields;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Speaks to a server's data management API over plain HTTP, with no code of the client in between. */
public final class DataPlaneRig implements AutoCloseable {
    public static final String ACTIONS = "/data/DataManagementDefinitionGroups/Microsoft.Dynamics.DataEntities.";

    public final FakeConnectorServer server;
    public final HttpClient http;

    public DataPlaneRig() {
        this(FakeConnectorServer.start());
    }

    public DataPlaneRig(FakeConnectorServer server) {
        this.server = server;
        this.http = server.httpClient();
    }

    public FakeDataManagement data() {
        return server.dataManagement();
    }

    public HttpResponse<String> call(String action, String body) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(server.environment() + ACTIONS + action))
                        .header("Authorization", "Bearer " + PlainHttp.token(server))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** Returns the value of an action that succeeds. */
    public String value(String action, String body) throws Exception {
        HttpResponse<String> answer = call(action, body);
        if (answer.statusCode() != 200) {
            throw new AssertionError(action + ": " + answer.statusCode() + " " + answer.body());
        }
        return JsonFields.texts(answer.body()).get("value");
    }

    /** Returns what the inner error of an action that fails says after the name of the action. */
    public String refusal(String action, String body) throws Exception {
        HttpResponse<String> answer = call(action, body);
        if (answer.statusCode() != 400) {
            throw new AssertionError(action + ": " + answer.statusCode() + " " + answer.body());
        }
        String message = answer.body().replaceFirst(".*\"innererror\":\\{\"message\":\"", "");
        return message.replaceFirst("\",\"type\":.*", "")
                .replaceFirst(
                        "Exception occurred while executing action " + action
                                + " on Entity DataManagementDefinitionGroup: ",
                        "");
    }

    public URI writeUrl(String name) throws Exception {
        return URI.create(JsonFields.texts(value("GetAzureWriteUrl", "{\"uniqueFileName\":\"" + name + "\"}"))
                .get("BlobUrl"));
    }

    public HttpResponse<String> put(URI address, byte[] content, String... headers) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address).PUT(HttpRequest.BodyPublishers.ofByteArray(content));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    public HttpResponse<byte[]> get(URI address, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(address);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    public URI upload(byte[] content) throws Exception {
        URI address = writeUrl("package-" + data().blobs().size() + ".zip");
        HttpResponse<String> answer = put(address, content, "x-ms-blob-type", "BlockBlob");
        if (answer.statusCode() != 201) {
            throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
        return address;
    }

    /** Imports a package into a project, over an existing one, and returns the execution. */
    public ExecutionId importPackage(String project, byte[] content) throws Exception {
        return ExecutionId.of(value("ImportFromPackage", importBody(upload(content), project, "", true, true)));
    }

    public static String importBody(URI address, String project, String id, boolean execute, boolean overwrite) {
        return "{\"packageUrl\":\"" + address + "\",\"definitionGroupId\":\"" + project + "\",\"executionId\":\"" + id
                + "\",\"execute\":" + execute + ",\"overwrite\":" + overwrite + ",\"legalEntityId\":\"USMF\"}";
    }

    public static String exportBody(String project, String id, boolean again) {
        return "{\"definitionGroupId\":\"" + project + "\",\"packageName\":\"package\",\"executionId\":\"" + id
                + "\",\"reExecute\":" + again
                + ",\"legalEntityId\":\"USMF\",\"entityList\":\"\",\"exportPreviewCount\":10}";
    }

    public static String of(ExecutionId id) {
        return "{\"executionId\":\"" + id + "\"}";
    }

    public static String of(ExecutionId id, String entity) {
        return "{\"executionId\":\"" + id + "\",\"entityName\":\"" + entity + "\"}";
    }

    /** Moves the clock past the end of what runs now, and past the upload of what it delivers. */
    public void finish() {
        server.clock().advance(Duration.ofSeconds(35));
    }

    /** A file of a package: its entity, its format, its name and its content. */
    public record DataEntry(String label, String format, String file, byte[] content) {
        public static DataEntry csv(String label, String text) {
            return new DataEntry(label, "CSV", label + ".csv", text.getBytes(StandardCharsets.UTF_8));
        }
    }

    public static byte[] zip(DataEntry... entries) throws IOException {
        return zip("", StandardCharsets.UTF_16LE, entries);
    }

    public static byte[] zip(String folder, Charset charset, DataEntry... entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (DataEntry entry : entries) {
                zip.putNextEntry(new ZipEntry(folder + entry.file()));
                zip.write(entry.content());
            }
            zip.putNextEntry(new ZipEntry(folder + "Manifest.xml"));
            zip.write(("\ufeff" + manifest(entries)).getBytes(charset));
            zip.putNextEntry(new ZipEntry(folder + "PackageHeader.xml"));
        }
        return bytes.toByteArray();
    }

    private static String manifest(DataEntry... entries) {
        StringBuilder xml = new StringBuilder("<DataManagementPackageManifest"
                + " xmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\""
                + " xmlns=\"http://schemas.microsoft.com/dynamics/2015/01/DataManagement\"><PackageEntityList>");
        for (DataEntry entry : entries) {
            xml.append("<DataManagementPackageEntityData><EntityMapList><EntityMap><EntityField>A</EntityField>")
                    .append("</EntityMap></EntityMapList><EntityName>" + entry.label() + "</EntityName>")
                    .append("<InputFilePath>" + entry.file() + "</InputFilePath>")
                    .append("<SourceFormat>" + entry.format() + "</SourceFormat></DataManagementPackageEntityData>");
        }
        return xml + "</PackageEntityList></DataManagementPackageManifest>";
    }

    @Override
    public void close() {
        server.close();
    }
}
