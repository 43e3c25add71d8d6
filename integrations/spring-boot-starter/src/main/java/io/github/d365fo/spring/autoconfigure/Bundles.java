package io.github.d365fo.spring.autoconfigure;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/** The SSL bundles of the application, by the properties that name them. */
record Bundles(ObjectProvider<SslBundles> bundles) {
    /**
     * Returns the bundle {@code name}, which {@code property} asks for.
     *
     * @throws PropertyException if there is none
     */
    SslBundle get(Prefix prefix, String property, String name) {
        SslBundles known = bundles.getIfAvailable();
        try {
            if (known != null) {
                return known.getBundle(name);
            }
        } catch (NoSuchSslBundleException e) {
            // The application has others, which the message can't name in every version of Boot.
        }
        throw new PropertyException(
                prefix.name() + "." + property,
                "expected the name of an SSL bundle, but there is no bundle \"" + name + "\"",
                "Define spring.ssl.bundle.pem." + name + " or spring.ssl.bundle.jks." + name
                        + ", or correct the name.");
    }
}
