package dev.openfused.gateway.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class FaultReasonTest {
    @Test
    void theInnermostFaultThatSaysSomethingIsTheReason() {
        assertThat(FaultReason.of(new IllegalStateException(
                        "plumbing", new IOException("Connection refused", new ConnectException()))))
                .isEqualTo("Connection refused");
        assertThat(FaultReason.of(new IOException(new ConnectException()))).isEqualTo("java.net.ConnectException");
        assertThat(FaultReason.of(new ConnectException())).isEqualTo("ConnectException");
    }

    @Test
    void aNameWithoutAnAddressIsToldAsOne() {
        assertThat(FaultReason.of(new IOException(new UnknownHostException("hooks.example.org"))))
                .isEqualTo("no address is known for the name hooks.example.org");
        assertThat(FaultReason.of(new UnknownHostException("hooks.example.org: Name or service not known")))
                .isEqualTo("no address is known for the name hooks.example.org");
    }

    @Test
    void whatAFarEndSaysCannotBeTwoLinesOrWithoutEnd() {
        IOException loop = new IOException("first\r\nsecond");
        IOException around = new IOException(loop);
        loop.initCause(around);

        assertThat(FaultReason.of(loop)).doesNotContain("\r").doesNotContain("\n");
    }
}
