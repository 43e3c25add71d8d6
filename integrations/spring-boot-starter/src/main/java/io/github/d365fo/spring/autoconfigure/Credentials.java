package io.github.d365fo.spring.autoconfigure;

import io.github.d365fo.auth.EntraCloud;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How to sign in: exactly one of the ways is to be set.
 *
 * @param tenantId id or domain of the environment's tenant
 * @param clientId id of the app registration or of a user-assigned managed identity
 * @param clientSecret signs in with the value of a secret of the app registration
 * @param certificateBundle signs in with the key and certificate of this SSL bundle's key store
 * @param federatedTokenFile signs in with the token in this file, as workload identity federation does
 * @param username signs in as a user, with the password
 * @param password the user's password
 * @param managedIdentity whether to sign in as a managed identity
 * @param fromEnvironment whether the environment variables of the Azure SDKs say how to sign in
 * @param cloud the Microsoft cloud of the tenant
 * @param authority address of an identity provider other than those of the clouds
 * @param adfs address of AD FS, for environments on-premises; the tenant is not needed then
 * @param adfsResource identifier of the environment in AD FS, if it is not its address
 */
record Credentials(
        @Nullable String tenantId,
        @Nullable String clientId,
        @Nullable String clientSecret,
        @Nullable String certificateBundle,
        @Nullable Path federatedTokenFile,
        @Nullable String username,
        @Nullable String password,
        @DefaultValue("false") boolean managedIdentity,
        @DefaultValue("false") boolean fromEnvironment,
        @DefaultValue("public") EntraCloud cloud,
        @Nullable String authority,
        @Nullable String adfs,
        @Nullable String adfsResource) {

    /** Returns nothing secret. */
    @Override
    public String toString() {
        return "Credentials[tenantId=" + tenantId + ", clientId=" + clientId + "]";
    }
}
