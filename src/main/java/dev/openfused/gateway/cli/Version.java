package dev.openfused.gateway.cli;

/** Which build this is, as the jar's manifest says. */
final class Version {
    private Version() {}

    static String line() {
        String version = Version.class.getPackage().getImplementationVersion();
        return "openfuse " + (version == null ? "(unpackaged)" : version);
    }
}
