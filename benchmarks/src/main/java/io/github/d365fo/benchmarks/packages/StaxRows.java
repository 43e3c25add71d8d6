package io.github.d365fo.benchmarks.packages;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipFile;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** The JDK's zip and StAX, with a map for each row. */
final class StaxRows implements RowReader {
    @Override
    public long read(Path file) throws IOException, XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        try (ZipFile zip = new ZipFile(file.toFile());
                InputStream in = zip.getInputStream(SamplePackage.dataFile(zip))) {
            return read(factory.createXMLStreamReader(in));
        }
    }

    private static long read(XMLStreamReader xml) throws XMLStreamException {
        long count = 0;
        xml.nextTag();
        while (xml.nextTag() == XMLStreamConstants.START_ELEMENT) {
            Map<String, String> fields = new LinkedHashMap<>();
            while (xml.nextTag() == XMLStreamConstants.START_ELEMENT) {
                fields.put(xml.getLocalName(), xml.getElementText());
            }
            RowReader.require(
                    fields.getOrDefault(SamplePackage.ID, ""), fields.getOrDefault(SamplePackage.GROUP, ""), count++);
        }
        xml.close();
        return count;
    }
}
