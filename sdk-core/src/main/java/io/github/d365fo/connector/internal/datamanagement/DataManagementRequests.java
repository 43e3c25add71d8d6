package io.github.d365fo.connector.internal.datamanagement;

import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.datamanagement.ExecutionStatus;
import io.github.d365fo.connector.datamanagement.SignedUrl;
import io.github.d365fo.connector.datamanagement.WriteUrl;
import io.github.d365fo.connector.error.KnownSecrets;
import io.github.d365fo.connector.internal.call.NullArgument;
import io.github.d365fo.connector.internal.http.Request;
import io.github.d365fo.connector.internal.pipeline.DoneExchange;
import io.github.d365fo.connector.internal.pipeline.Exchange;
import io.github.d365fo.connector.internal.pipeline.TextExchange;
import io.github.d365fo.connector.internal.wire.EnvironmentAddress;
import io.github.d365fo.connector.internal.wire.Json;
import io.github.d365fo.connector.internal.wire.JsonException;
import io.github.d365fo.connector.internal.wire.ODataAnswer;
import io.github.d365fo.connector.internal.wire.ServerUri;
import io.github.d365fo.connector.status.EntityStatus;
import io.github.d365fo.connector.status.MessageStatus;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The requests and response parsers of the OData actions that query or repair ("Data management package REST API").
 * Every parameter is sent, even if blank, since the service rejects a body without one.
 */
final class DataManagementRequests {
    private static final String ACTIONS = "/data/DataManagementDefinitionGroups/Microsoft.Dynamics.DataEntities.";
    private static final String NO_EXECUTION = "00000000-0000-0000-0000-000000000000";
    private static final String EXECUTION = "executionId";
    private static final String ENTITY = "entityName";

    private final EnvironmentAddress environment;
    private final KnownSecrets secrets;

    DataManagementRequests(EnvironmentAddress environment, KnownSecrets secrets) {
        this.environment = environment;
        this.secrets = secrets;
    }

    Request request(Operation operation, String action, Map<String, ?> parameters) {
        return Request.post(operation, environment.resolve(ACTIONS + action), Json.write(parameters));
    }

    Exchange<MessageStatus> messageStatus(MessageId message) {
        NullArgument.refuse(message, "message");
        return TextExchange.of(
                request(Operation.MESSAGE_STATUS, "GetMessageStatus", Map.of("messageId", message.value())),
                words(text -> MessageStatus.of(ODataAnswer.of(text).requiredText())));
    }

    /** Only this action's parameter has an underscore ("GetExecutionIdByMessageId"). */
    Exchange<Optional<ExecutionId>> executionId(MessageId message) {
        NullArgument.refuse(message, "message");
        return TextExchange.of(
                request(Operation.EXECUTION_ID, "GetExecutionIdByMessageId", Map.of("_messageId", message.value())),
                words(text -> ODataAnswer.of(text)
                        .text()
                        .filter(id -> !id.equals(NO_EXECUTION))
                        .map(ExecutionId::of)));
    }

    Exchange<ExecutionStatus> executionStatus(ExecutionId execution) {
        return TextExchange.of(
                request(Operation.EXECUTION_STATUS, "GetExecutionSummaryStatus", of(execution)),
                words(text -> ExecutionStatus.of(ODataAnswer.of(text).requiredText())));
    }

    Exchange<ErrorRows> executionErrors(ExecutionId execution) {
        return new ErrorsExchange(request(Operation.EXECUTION_ERRORS, "GetExecutionErrors", of(execution)), secrets);
    }

    Exchange<Optional<URI>> executionPage(ExecutionId execution) {
        return TextExchange.of(
                request(Operation.EXECUTION_PAGE_URL, "GetExecutionSummaryPageUrl", of(execution)),
                words(DataManagementRequests::page));
    }

    Exchange<List<EntityStatus>> entityStatuses(ExecutionId execution) {
        return TextExchange.of(
                request(Operation.ENTITY_STATUS_LIST, "GetEntityExecutionSummaryStatusList", of(execution)),
                words(EntityStatus::listFromJson));
    }

    Exchange<String> entitySequence(List<String> entities) {
        NullArgument.refuse(entities, "entities");
        entities.forEach(each -> NullArgument.refuse(each, "entities"));
        return TextExchange.of(
                request(
                        Operation.ENTITY_SEQUENCE,
                        "GetEntitySequence",
                        Map.of("listOfDataEntities", String.join(",", entities))),
                words(text -> ODataAnswer.of(text).text().orElse("")));
    }

    Exchange<WriteUrl> writeUrl(String uniqueFileName) {
        NullArgument.refuse(uniqueFileName, "uniqueFileName");
        return TextExchange.of(
                request(Operation.WRITE_URL, "GetAzureWriteUrl", Map.of("uniqueFileName", uniqueFileName)), text -> {
                    WriteUrl answer = WriteUrl.fromJson(text);
                    requireStorage(answer.url());
                    return answer;
                });
    }

    Exchange<Optional<SignedUrl>> exportedPackageUrl(ExecutionId execution) {
        return TextExchange.of(
                request(Operation.EXPORTED_PACKAGE_URL, "GetExportedPackageUrl", of(execution)), this::signedUrl);
    }

    Exchange<Boolean> generateErrorKeys(ExecutionId execution, String entity) {
        return TextExchange.of(
                request(Operation.GENERATE_ERROR_KEYS, "GenerateImportTargetErrorKeysFile", of(execution, entity)),
                text -> ODataAnswer.of(text).isTrue());
    }

    Exchange<Optional<SignedUrl>> errorKeysUrl(ExecutionId execution, String entity) {
        return TextExchange.of(
                request(Operation.ERROR_KEYS_URL, "GetImportTargetErrorKeysFileUrl", of(execution, entity)),
                this::signedUrl);
    }

    Exchange<Optional<SignedUrl>> stagingErrorsUrl(ExecutionId execution, String entity) {
        return TextExchange.of(
                request(Operation.STAGING_ERRORS_URL, "GetImportStagingErrorFileUrl", of(execution, entity)),
                this::signedUrl);
    }

    Exchange<Boolean> deleteExecutionHistory(ExecutionId execution) {
        return new DoneExchange(
                request(Operation.DELETE_EXECUTION_HISTORY, "DeleteExecutionHistoryJob", of(execution)), "");
    }

    Exchange<Boolean> initialize() {
        return new DoneExchange(
                request(Operation.INITIALIZE_DATA_MANAGEMENT, "InitializeDataManagement", Map.of()), "");
    }

    Exchange<Boolean> resetVersionToken(String dataProject, String entity, String source) {
        NullArgument.refuse(dataProject, "dataProject");
        NullArgument.refuse(entity, "entity");
        NullArgument.refuse(source, "source");
        return TextExchange.of(
                request(
                        Operation.RESET_VERSION_TOKEN,
                        "ResetVersionToken",
                        Map.of("definitionGroupId", dataProject, ENTITY, entity, "sourceName", source)),
                text -> ODataAnswer.of(text).isTrue());
    }

    private static Map<String, String> of(ExecutionId execution) {
        NullArgument.refuse(execution, "execution");
        return Map.of(EXECUTION, execution.value());
    }

    private static Map<String, String> of(ExecutionId execution, String entity) {
        NullArgument.refuse(execution, "execution");
        NullArgument.refuse(entity, "entity");
        return Map.of(EXECUTION, execution.value(), ENTITY, entity);
    }

    <T> TextExchange.Reader<T> words(TextExchange.Reader<T> reader) {
        return TextExchange.words(secrets, reader);
    }

    private Optional<SignedUrl> signedUrl(String text) throws JsonException {
        Optional<SignedUrl> url = ODataAnswer.of(text).text().map(SignedUrl::of);
        if (url.isPresent()) {
            requireStorage(url.get());
        }
        return url;
    }

    /** Remembers the secrets in {@code url}. */
    void learn(SignedUrl url) {
        secrets.learn(url.uri());
    }

    /** A transfer without a token never goes to the environment itself. */
    private void requireStorage(SignedUrl url) throws JsonException {
        learn(url);
        if (environment.isOwn(url.uri())) {
            throw new JsonException("expected a signed address of a storage account, but it is the environment's own");
        }
    }

    private static Optional<URI> page(String text) throws JsonException {
        Optional<String> address = ODataAnswer.of(text).text();
        return address.isEmpty() ? Optional.empty() : Optional.of(ServerUri.parse("execution page", address.get()));
    }
}
