package dev.openfused.gateway.outbound;

import java.io.IOException;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;

/**
 * Judges what a proxy is asked for, before it is: the proxy resolves and connects by itself, so only the host's text is
 * known here.
 */
final class ProxiedTargetGuard implements ExecChainHandler {
    private final AddressGuard guard;

    ProxiedTargetGuard(AddressGuard guard) {
        this.guard = guard;
    }

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        guard.requireAsWritten(scope.route.getTargetHost().getHostName());
        return chain.proceed(request, scope);
    }
}
