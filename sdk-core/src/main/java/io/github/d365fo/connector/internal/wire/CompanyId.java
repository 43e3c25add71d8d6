package io.github.d365fo.connector.internal.wire;

import java.util.Objects;

/** The id of a legal entity, which F&O limits to four letters and digits. */
public final class CompanyId {
    private CompanyId() {}

    /** Returns {@code company} without surrounding white space. */
    public static String of(String company) {
        String bare = Objects.requireNonNull(company, "company").strip();
        if (!bare.matches("[A-Za-z0-9]{1,4}")) {
            throw new IllegalArgumentException("company: expected the id of a legal entity, one to four letters and"
                    + " digits such as usmf, but got " + company.length() + " characters that are none");
        }
        return bare;
    }
}
