package dev.openfused.gateway.camel.records;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.openfused.gateway.bridge.Bridge;
import dev.openfused.gateway.bridge.RecordSettings;
import dev.openfused.gateway.camel.OpenFuseHeaders;
import dev.openfused.gateway.camel.bridges.RunningBridges;
import dev.openfused.gateway.channel.ChannelMessage;
import dev.openfused.gateway.channel.ChannelMessage.Authentication;
import dev.openfused.gateway.channel.IncomingWebhook;
import dev.openfused.gateway.message.RejectedMessageException;
import dev.openfused.gateway.message.RejectedMessageException.Reason;
import dev.openfused.gateway.receive.ChannelReceiver;
import dev.openfused.gateway.receive.UndeliverableException;
import dev.openfused.gateway.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.TypeConversionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Route step {@code receiveRecord}: a record comes in and is sealed to the bridge's recipients; when it returns, that is on
 * disk. The route says whose record it is in the property {@link OpenFuseHeaders#BRIDGE} and, where its source names
 * records, which in {@link OpenFuseHeaders#RECORD}: such a record counts once. Headers that came with it mean nothing here.
 */
public final class ReceiveRecord implements Processor {
    private static final Logger LOG = LoggerFactory.getLogger(ReceiveRecord.class);

    private final RunningBridges bridges;
    private final ChannelReceiver receiver;

    /**
     * The step.
     *
     * @param bridges those that run
     * @param receiver seals and writes
     */
    public ReceiveRecord(RunningBridges bridges, ChannelReceiver receiver) {
        this.bridges = bridges;
        this.receiver = receiver;
    }

    @Override
    public void process(Exchange exchange)
            throws RejectedMessageException, UndeliverableException, StoreException, IOException {
        String name = exchange.getProperty(OpenFuseHeaders.BRIDGE, "", String.class);
        Bridge bridge = bridges.find(name).orElseThrow(() -> new IllegalStateException("no running bridge " + name));
        byte[] record = read(exchange.getMessage(), bridge.get(RecordSettings.MAX_SIZE));
        IncomingWebhook read = bridge.get(RecordSettings.FORMAT) == RecordSettings.Format.JSON
                ? IncomingWebhook.ofJson(record)
                : IncomingWebhook.ofText(record);
        @Nullable String id = exchange.getProperty(OpenFuseHeaders.RECORD, String.class);
        try {
            receiver.receive(
                    bridge,
                    new ChannelMessage(name, bridge.kind().name(), read.sender(), Authentication.ACCESS, read.text()),
                    id == null || id.isBlank() ? null : id);
        } catch (UndeliverableException | StoreException e) {
            LOG.warn("bridge {}: a record can't be taken in now: {}", name, e.getMessage());
            throw e;
        }
    }

    private static byte[] read(Message message, long most) throws RejectedMessageException, IOException {
        Object body = message.getBody();
        if (body == null) {
            return new byte[0];
        }
        if (body instanceof String text) {
            return requireSize(text.getBytes(UTF_8), most);
        }
        try (InputStream in = message.getMandatoryBody(InputStream.class)) {
            return requireSize(in.readNBytes((int) most + 1), most);
        } catch (InvalidPayloadException | TypeConversionException e) {
            throw new RejectedMessageException(Reason.MALFORMED, "the record is neither text nor bytes", e);
        }
    }

    private static byte[] requireSize(byte[] record, long most) throws RejectedMessageException {
        if (record.length > most) {
            throw new RejectedMessageException(
                    Reason.MALFORMED, "the record is larger than " + most + " bytes, which is the bridge's max-size");
        }
        return record;
    }
}
