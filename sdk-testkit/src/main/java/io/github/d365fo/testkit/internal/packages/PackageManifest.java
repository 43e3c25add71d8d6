package io.github.d365fo.testkit.internal.packages;

import io.github.d365fo.testkit.internal.xml.XmlText;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * The content of {@code Manifest.xml}, in any encoding. Immutable and thread-safe.
 *
 * @param entities the entities in their order
 */
record PackageManifest(List<Entity> entities) {
    private static final String NAMESPACE = "http://schemas.microsoft.com/dynamics/2015/01/DataManagement";

    /**
     * An entity of the manifest.
     *
     * @param label its label
     * @param file its data file
     * @param sourceFormat the format of the file
     * @param mapped whether fields are mapped; nothing is read otherwise
     */
    record Entity(String label, String file, String sourceFormat, boolean mapped) {}

    static PackageManifest read(InputStream stream) throws XMLStreamException {
        XMLStreamReader reader = XmlText.reader(stream);
        try {
            return new PackageManifest(entities(reader));
        } catch (RuntimeException e) { // The parser throws various exceptions for bytes that are not XML.
            throw new XMLStreamException(e);
        }
    }

    private static List<Entity> entities(XMLStreamReader reader) throws XMLStreamException {
        List<Entity> entities = new ArrayList<>();
        while (reader.hasNext()) {
            if (reader.next() == XMLStreamReader.START_ELEMENT && isNamed(reader, "DataManagementPackageEntityData")) {
                entities.add(entity(reader));
            }
        }
        return List.copyOf(entities);
    }

    private static Entity entity(XMLStreamReader reader) throws XMLStreamException {
        String label = "";
        String file = "";
        String format = "";
        boolean mapped = false;
        for (int depth = 1; depth > 0; ) {
            int event = reader.next();
            if (event == XMLStreamReader.END_ELEMENT) {
                depth--;
            } else if (event == XMLStreamReader.START_ELEMENT && depth == 1 && isNamed(reader, "EntityName")) {
                label = reader.getElementText();
            } else if (event == XMLStreamReader.START_ELEMENT && depth == 1 && isNamed(reader, "InputFilePath")) {
                file = reader.getElementText();
            } else if (event == XMLStreamReader.START_ELEMENT && depth == 1 && isNamed(reader, "SourceFormat")) {
                format = reader.getElementText();
            } else if (event == XMLStreamReader.START_ELEMENT) {
                mapped |= isNamed(reader, "EntityMap");
                depth++;
            }
        }
        return new Entity(label.strip(), file.strip(), format.strip(), mapped);
    }

    private static boolean isNamed(XMLStreamReader reader, String name) {
        return reader.getLocalName().equals(name) && NAMESPACE.equals(reader.getNamespaceURI());
    }
}
