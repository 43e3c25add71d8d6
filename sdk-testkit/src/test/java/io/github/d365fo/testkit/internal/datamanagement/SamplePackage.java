package io.github.d365fo.testkit.internal.datamanagement;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A package of customer groups, made by hand, so that it owes nothing to the SDK's own writer. */
public final class SamplePackage {
    public static final String ENTITY = "Customer groups";

    private static final String NAMESPACE = "http://schemas.microsoft.com/dynamics/2015/01/DataManagement";

    private SamplePackage() {}

    public static byte[] of(int rows) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            add(zip, "PackageHeader.xml", header());
            add(zip, "Manifest.xml", manifest());
            StringBuilder csv = new StringBuilder("CUSTOMERGROUPID,DESCRIPTION\r\n");
            for (int row = 0; row < rows; row++) {
                csv.append(row).append(",Group ").append(row).append("\r\n");
            }
            add(zip, ENTITY + ".csv", csv.toString());
        }
        return bytes.toByteArray();
    }

    private static void add(ZipOutputStream zip, String name, String text) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(text.getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
    }

    private static String header() {
        return "<DataManagementPackageHeader xmlns=\"" + NAMESPACE + "\"><Description>Groups</Description>"
                + "<ManifestType>Microsoft.Dynamics.AX.Framework.Tools.DataManagement.Serialization."
                + "DataManagementPackageManifest</ManifestType><PackageType>DefinitionGroup</PackageType>"
                + "<PackageVersion>2</PackageVersion></DataManagementPackageHeader>";
    }

    private static String manifest() {
        return "<DataManagementPackageManifest xmlns=\"" + NAMESPACE + "\"><DefinitionGroupName>Groups"
                + "</DefinitionGroupName><Description>Groups</Description><PackageEntityList>"
                + "<DataManagementPackageEntityData><EntityMapList>" + map("CUSTOMERGROUPID") + map("DESCRIPTION")
                + "</EntityMapList><EntityName>" + ENTITY + "</EntityName><InputFilePath>" + ENTITY
                + ".csv</InputFilePath><SourceFormat>CSV</SourceFormat></DataManagementPackageEntityData>"
                + "</PackageEntityList></DataManagementPackageManifest>";
    }

    private static String map(String field) {
        return "<EntityMap><EntityField>" + field + "</EntityField><XMLField>" + field + "</XMLField></EntityMap>";
    }
}
