package dev.openfused.gateway.outbound;

import dev.openfused.gateway.message.VisibleText;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Why a far end could not be reached or asked, in words for an operator. Of a fault and its causes it is the innermost that
 * says something: what wraps it is plumbing.
 */
public final class FaultReason {
    private static final int DEEPEST = 20;

    private FaultReason() {}

    /**
     * The reason.
     *
     * @param fault what was thrown
     * @return one harmless line; the name of the fault's class if nothing is said anywhere
     */
    public static String of(Throwable fault) {
        return of(fault, UnaryOperator.identity());
    }

    /**
     * The reason, without what must not be shown.
     *
     * @param fault what was thrown
     * @param shown takes secrets out of what was said, before it is cut
     * @return one harmless line; the name of the fault's class if nothing is said anywhere
     */
    public static String of(Throwable fault, UnaryOperator<String> shown) {
        String said = null;
        Throwable at = fault;
        for (int depth = 0; at != null && depth < DEEPEST; depth++, at = at.getCause()) {
            String more = words(at);
            if (more != null && !more.isBlank()) {
                said = more;
            }
        }
        return VisibleText.of(
                said != null ? shown.apply(said.strip()) : fault.getClass().getSimpleName());
    }

    private static @Nullable String words(Throwable fault) {
        String said = fault.getMessage();
        if (fault instanceof UnknownHostException && !(fault instanceof GuardedAddressException)) {
            return "no address is known for the name" + (said == null ? "" : ' ' + said.split(":", 2)[0]);
        }
        if (fault instanceof CertPathBuilderException) {
            return "the far end's certificate comes from no authority that is trusted here; a bridge's setting ca names"
                    + " more, for JMS and AMQP a trust store in its url";
        }
        if (fault instanceof CertificateExpiredException) {
            return "the far end's certificate has expired (" + said + ')';
        }
        if (fault instanceof CertificateNotYetValidException) {
            return "the far end's certificate is not valid yet (" + said + ')';
        }
        if (fault instanceof CertificateException) {
            return "the far end's certificate is not accepted: " + said;
        }
        return fault instanceof SSLException && said != null ? "TLS: " + said : said;
    }
}
