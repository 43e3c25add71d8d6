package io.github.d365fo.auth;

import java.net.URI;

/** A cloud of Microsoft's, each with an identity provider of its own. */
public enum EntraCloud {
    /** The public cloud. */
    PUBLIC("https://login.microsoftonline.com"),
    /** The United States government's community cloud, which signs in as the public one does. */
    GCC("https://login.microsoftonline.com"),
    /** The United States government's high cloud. */
    GCC_HIGH("https://login.microsoftonline.us"),
    /** China, operated by 21Vianet. */
    CHINA("https://login.partner.microsoftonline.cn");

    private final URI authority;

    EntraCloud(String authority) {
        this.authority = URI.create(authority);
    }

    /** Returns the address that gives out tokens, without a tenant. */
    public URI authority() {
        return authority;
    }
}
