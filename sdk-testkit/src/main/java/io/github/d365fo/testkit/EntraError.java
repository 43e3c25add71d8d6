package io.github.d365fo.testkit;

/**
 * An error of the fake identity provider, which it returns for a wrong request or on demand ({@link
 * FakeIdentity#refuseNext(EntraError)}). Codes, OAuth errors and texts follow Microsoft's error reference as far as it
 * is documented; the rest comes from observed answers, and its statuses are guesses.
 *
 * <pre>{@code
 * server.identity().refuseNext(EntraError.SECRET_EXPIRED); // nobody renewed it in time
 * TokenUnavailableException refused = assertThrows(TokenUnavailableException.class, exports::dequeue);
 * assert refused.outcome() == Outcome.NOT_SENT; // the environment was not asked, so nothing was leased
 * }</pre>
 */
public enum EntraError {
    /** The secret is not one of the app's. */
    INVALID_SECRET(
            7000215,
            401,
            "invalid_client",
            "Invalid client secret provided. Ensure the secret being sent in the"
                    + " request is the client secret value, not the client secret ID."),
    /** The secret has expired. */
    SECRET_EXPIRED(7000222, 401, "invalid_client", "The provided client secret keys are expired."),
    /** Neither a secret nor an assertion was sent. */
    NO_CREDENTIAL(
            7000218,
            401,
            "invalid_client",
            "The request body must contain the following parameter:" + " 'client_assertion' or 'client_secret'."),
    /** The app is not in the tenant. */
    UNKNOWN_APP(700016, 400, "unauthorized_client", "Application was not found in the directory."),
    /** The tenant does not exist. */
    UNKNOWN_TENANT(90002, 400, "invalid_request", "Tenant not found. Check the tenant id."),
    /** The tenant is neither an id nor a domain. */
    MALFORMED_TENANT(900023, 400, "invalid_request", "Specified tenant identifier is not valid."),
    /** The app serves one tenant and was asked for through {@code common} or {@code organizations}. */
    NOT_MULTI_TENANT(50194, 400, "invalid_request", "Application is not configured as a multi-tenant application."),
    /** The resource is not in the tenant. */
    UNKNOWN_RESOURCE(500011, 400, "invalid_resource", "The resource principal was not found in the tenant."),
    /** An older code for a resource that is not in the tenant. */
    RESOURCE_NOT_FOUND(50001, 400, "invalid_resource", "The resource was not found or is not valid."),
    /** The scope of client credentials does not end with {@code /.default}. */
    INVALID_SCOPE(1002012, 400, "invalid_scope", "The provided value for scope is not valid for client credentials."),
    /** The resource differs from the registered one in case, or consent is missing. */
    CONSENT_REQUIRED(65001, 400, "invalid_grant", "The user or administrator has not consented to use the app."),
    /** The grant type is not supported. */
    UNSUPPORTED_GRANT(70003, 400, "unsupported_grant_type", "The app requested an unsupported grant type."),
    /** The same request came too often in a short time. */
    REQUEST_LOOP(50196, 400, "invalid_grant", "The server terminated an operation because it encountered a loop."),
    /** The assertion's signature or certificate is not the app's. */
    ASSERTION_SIGNATURE(700027, 401, "invalid_client", "Client assertion failed signature validation."),
    /** The assertion is not valid at this time. */
    ASSERTION_TIME(700024, 401, "invalid_client", "Client assertion is not within its valid time range."),
    /** The assertion is meant for another token endpoint. */
    ASSERTION_AUDIENCE(700023, 401, "invalid_client", "Client assertion audience claim does not match Realm issuer."),
    /** The assertion is for another app than the request. */
    ASSERTION_APP(
            700021,
            401,
            "invalid_client",
            "Client assertion application identifier doesn't match" + " 'client_id' parameter."),
    /** The assertion is not a JWT, lacks a claim or was used before. */
    MALFORMED_ASSERTION(50027, 401, "invalid_client", "JWT token is invalid or malformed."),
    /** The federated token is not signed by its issuer. */
    FEDERATED_SIGNATURE(50013, 401, "invalid_client", "Assertion failed signature validation."),
    /** The app has no federated credential. */
    NO_FEDERATED_CREDENTIAL(70021, 400, "invalid_request", "No matching federated identity record found."),
    /** No federated credential of the app has the token's issuer. */
    FEDERATED_ISSUER(700211, 401, "invalid_client", "No matching federated identity record found for the issuer."),
    /** No federated credential of the app has the token's audience. */
    FEDERATED_AUDIENCE(700212, 401, "invalid_client", "No matching federated identity record found for the audience."),
    /** No federated credential of the app has the token's subject. */
    FEDERATED_SUBJECT(700213, 401, "invalid_client", "No matching federated identity record found for the subject."),
    /** The user does not exist. */
    UNKNOWN_USER(50034, 400, "invalid_grant", "The user account does not exist in the directory."),
    /** The password is wrong. */
    WRONG_PASSWORD(50126, 400, "invalid_grant", "Error validating credentials due to invalid username or password."),
    /** The user must give a second factor. */
    SECOND_FACTOR(50076, 400, "invalid_grant", "You must use multi-factor authentication to access the resource."),
    /** The user must enroll for a second factor. */
    SECOND_FACTOR_ENROLLMENT(50079, 400, "invalid_grant", "The user is required to use multi-factor authentication."),
    /** Conditional access blocks the app. */
    CONDITIONAL_ACCESS(53003, 400, "invalid_grant", "Access has been blocked by Conditional Access policies.");

    private final int code;
    private final int status;
    private final String oauthError;
    private final String text;

    EntraError(int code, int status, String oauthError, String text) {
        this.code = code;
        this.status = status;
        this.oauthError = oauthError;
        this.text = text;
    }

    /** Returns the number that follows {@code AADSTS}. */
    public int code() {
        return code;
    }

    /** Returns the HTTP status of the answer. */
    public int status() {
        return status;
    }

    /** Returns the OAuth error, such as {@code invalid_client}. */
    public String oauthError() {
        return oauthError;
    }

    /** Returns the text of the error description, which follows the code. */
    public String text() {
        return text;
    }
}
