package io.github.d365fo.testkit.internal.admin;

import io.github.d365fo.testkit.FakeExportJob;
import io.github.d365fo.testkit.FakeImportJob;
import io.github.d365fo.testkit.internal.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * New settings of a job; empty ones stay unchanged.
 *
 * @param legalEntity the legal entity that it imports into
 * @param companyFromMessage whether a message may name another one
 * @param clientIds the applications in its authorization policy
 */
record JobSettings(
        Optional<String> legalEntity, Optional<Boolean> companyFromMessage, Optional<List<String>> clientIds) {
    static final String LEGAL_ENTITY = "legalEntity";
    static final String USE_COMPANY_FROM_MESSAGE = "useCompanyFromMessage";
    static final String AUTHORIZE = "authorize";

    static JobSettings read(JsonObject body) {
        return new JobSettings(
                body.filledText(LEGAL_ENTITY),
                body.flag(USE_COMPANY_FROM_MESSAGE),
                body.names().contains(AUTHORIZE)
                        ? Optional.of(body.texts(AUTHORIZE).stream().distinct().toList())
                        : Optional.empty());
    }

    /**
     * Rejects settings that an export job does not have.
     *
     * @throws IllegalArgumentException if one of them is present
     */
    void checkExport() {
        refuse(LEGAL_ENTITY, legalEntity);
        refuse(USE_COMPANY_FROM_MESSAGE, companyFromMessage);
    }

    void applyTo(FakeImportJob job) {
        legalEntity.ifPresent(job::legalEntity);
        companyFromMessage.ifPresent(job::useCompanyFromMessage);
        clientIds.ifPresent(ids -> job.authorize(ids.toArray(String[]::new)));
    }

    void applyTo(FakeExportJob job) {
        clientIds.ifPresent(ids -> job.authorize(ids.toArray(String[]::new)));
    }

    private static void refuse(String name, Optional<?> value) {
        if (value.isPresent()) {
            throw new IllegalArgumentException(name + ": expected an import job, but this is an export job");
        }
    }
}
