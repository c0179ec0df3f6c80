package dev.openfused.gateway.outbound;

import dev.openfused.gateway.registry.DnsManifest;
import dev.openfused.gateway.registry.Manifest;
import dev.openfused.gateway.registry.Registry;
import dev.openfused.gateway.registry.RegistryException;
import dev.openfused.gateway.registry.RegistryNames;
import java.io.IOException;
import java.util.Hashtable;
import java.util.Optional;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.directory.DirContext;
import javax.naming.directory.InitialDirContext;
import org.jspecify.annotations.Nullable;

/** A registry that is asked only for agents that DNS does not tell of (protocol section 8). */
final class DnsFirst implements Registry {
    private final Registry registry;
    private final String server;

    /**
     * DNS before a registry.
     *
     * @param registry asked after it, and told everything
     * @param server {@code host:port}, or empty for those of this machine
     */
    DnsFirst(Registry registry, String server) {
        this.registry = registry;
        this.server = server;
    }

    @Override
    public Optional<Manifest> discover(String name) throws IOException {
        Manifest found = ask(name);
        return found == null ? registry.discover(name) : Optional.of(found);
    }

    /**
     * A DNS that does not answer is no reason to find nobody. What is dangerous about JNDI, objects made of what a server
     * says, does not happen here: the DNS provider alone is asked, and for texts.
     */
    @SuppressWarnings("BanJNDI")
    private @Nullable Manifest ask(String name) throws IOException {
        Hashtable<String, String> environment = new Hashtable<>();
        environment.put("java.naming.factory.initial", "com.sun.jndi.dns.DnsContextFactory");
        environment.put("java.naming.provider.url", "dns://" + server);
        environment.put("com.sun.jndi.dns.timeout.initial", "1000");
        environment.put("com.sun.jndi.dns.timeout.retries", "2");
        String record = RegistryNames.record(name);
        try {
            DirContext dns = new InitialDirContext(environment);
            try {
                Attribute texts =
                        dns.getAttributes(record, new String[] {"TXT"}).get("TXT");
                return texts == null ? null : first(name, texts);
            } finally {
                dns.close();
            }
        } catch (NamingException e) {
            return null;
        } catch (IllegalArgumentException e) {
            throw new RegistryException("what DNS says of " + name + " is not believed: " + e.getMessage(), e);
        }
    }

    @SuppressWarnings("BanJNDI")
    private static @Nullable Manifest first(String name, Attribute texts) throws NamingException {
        NamingEnumeration<?> all = texts.getAll();
        while (all.hasMore()) {
            // Long records come as several strings, each in quotation marks.
            String text = String.valueOf(all.next()).replace("\" \"", " ").replace("\"", "");
            Manifest manifest = DnsManifest.read(name, text);
            if (manifest != null) {
                return manifest;
            }
        }
        return null;
    }

    @Override
    public Registry itself() {
        return registry;
    }

    @Override
    public byte[] post(Act act, byte[] json) throws IOException {
        return registry.post(act, json);
    }

    @Override
    public String where() {
        return registry.where();
    }

    @Override
    public void close() throws IOException {
        registry.close();
    }
}
