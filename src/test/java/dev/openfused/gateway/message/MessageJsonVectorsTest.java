package dev.openfused.gateway.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openfused.gateway.Vectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files as the real clients laid them out. */
class MessageJsonVectorsTest {
    static Stream<Vectors.Message> asClientsWroteThem() {
        return Vectors.messages().stream().filter(m -> Vectors.openfused("manifest.json")
                .at("/layout/messages")
                .has(m.file()));
    }

    @ParameterizedTest
    @MethodSource("asClientsWroteThem")
    void whatARealClientWroteIsWrittenBackByteForByte(Vectors.Message message) throws RejectedMessageException {
        assertThat(MessageJson.write(MessageJson.read(message.content()))).isEqualTo(message.content());
    }
}
