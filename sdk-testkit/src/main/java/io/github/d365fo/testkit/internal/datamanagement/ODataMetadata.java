package io.github.d365fo.testkit.internal.datamanagement;

import java.util.List;

/** The description of everything at {@code /data}, in the Common Schema Definition Language of OData 4. */
final class ODataMetadata {
    private static final String NAMESPACE = "Microsoft.Dynamics.DataEntities";

    private ODataMetadata() {}

    static String of(List<EntitySet> sets) {
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"utf-8\"?>"
                + "<edmx:Edmx Version=\"4.0\" xmlns:edmx=\"http://docs.oasis-open.org/odata/ns/edmx\"><edmx:DataServices>"
                + "<Schema Namespace=\"" + NAMESPACE + "\" xmlns=\"http://docs.oasis-open.org/odata/ns/edm\">");
        sets.forEach(set -> entityType(xml, set));
        for (ODataAction action : ODataAction.values()) {
            action(xml, action);
        }
        xml.append("<EntityContainer Name=\"Resources\">");
        sets.forEach(set -> xml.append("<EntitySet Name=\"")
                .append(set.name())
                .append("\" EntityType=\"")
                .append(NAMESPACE)
                .append('.')
                .append(set.type())
                .append("\"/>"));
        return xml.append("</EntityContainer></Schema></edmx:DataServices></edmx:Edmx>")
                .toString();
    }

    private static void entityType(StringBuilder xml, EntitySet set) {
        xml.append("<EntityType Name=\"").append(set.type()).append("\"><Key>");
        set.keys().forEach(key -> xml.append("<PropertyRef Name=\"").append(key).append("\"/>"));
        xml.append("</Key>");
        set.fields()
                .forEach((name, type) -> xml.append("<Property Name=\"")
                        .append(name)
                        .append("\" Type=\"")
                        .append(type)
                        .append("\"/>"));
        xml.append("</EntityType>");
    }

    private static void action(StringBuilder xml, ODataAction action) {
        xml.append("<Action Name=\"").append(action.wireName).append("\" IsBound=\"true\">");
        parameter(xml, EntitySets.PROJECTS, "Collection(" + NAMESPACE + ".DataManagementDefinitionGroup)");
        for (String parameter : action.parameters) {
            int colon = parameter.indexOf(':');
            String type = switch (parameter.substring(colon + 1)) {
                case "flag" -> "Edm.Boolean";
                case "number" -> EntitySet.NUMBER;
                default -> EntitySet.TEXT;
            };
            parameter(xml, colon < 0 ? parameter : parameter.substring(0, colon), type);
        }
        xml.append("</Action>");
    }

    private static void parameter(StringBuilder xml, String name, String type) {
        xml.append("<Parameter Name=\"")
                .append(name)
                .append("\" Type=\"")
                .append(type)
                .append("\"/>");
    }
}
