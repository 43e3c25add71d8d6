package io.github.d365fo.auth;

import java.net.URI;

/** A Microsoft cloud; each has its own identity provider. */
public enum EntraCloud {
    /** The public cloud. */
    PUBLIC("https://login.microsoftonline.com"),
    /** The United States government's community cloud, which uses the public identity provider. */
    GCC("https://login.microsoftonline.com"),
    /** The United States government's high cloud. */
    GCC_HIGH("https://login.microsoftonline.us"),
    /** China, operated by 21Vianet. */
    CHINA("https://login.partner.microsoftonline.cn");

    private final URI authority;

    EntraCloud(String authority) {
        this.authority = URI.create(authority);
    }

    /** Returns the address of the identity provider, without a tenant. */
    public URI authority() {
        return authority;
    }
}
