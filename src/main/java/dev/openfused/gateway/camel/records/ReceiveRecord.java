package dev.openfused.gateway.camel.records;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.openfused.gateway.bridge.Bridge;
import dev.openfused.gateway.bridge.RecordSettings;
import dev.openfused.gateway.camel.OpenFuseHeaders;
import dev.openfused.gateway.camel.bridges.RunningBridges;
import dev.openfused.gateway.channel.ChannelMessage;
import dev.openfused.gateway.channel.ChannelMessage.Authentication;
import dev.openfused.gateway.channel.IncomingWebhook;
import dev.openfused.gateway.crypto.Digests;
import dev.openfused.gateway.dispatch.Faults;
import dev.openfused.gateway.message.RejectedMessageException;
import dev.openfused.gateway.message.RejectedMessageException.Reason;
import dev.openfused.gateway.receive.ChannelReceiver;
import dev.openfused.gateway.receive.LimitReachedException;
import dev.openfused.gateway.receive.UndeliverableException;
import dev.openfused.gateway.store.StoreException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.TypeConversionException;
import org.apache.camel.component.file.GenericFile;
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
    private final Faults faults = new Faults(LOG);

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
            throws RejectedMessageException, UndeliverableException, LimitReachedException, StoreException,
                    IOException {
        String name = exchange.getProperty(OpenFuseHeaders.BRIDGE, "", String.class);
        Bridge bridge = bridges.find(name).orElseThrow(() -> new IllegalStateException("no running bridge " + name));
        byte[] record = read(exchange.getMessage(), bridge.get(RecordSettings.MAX_SIZE));
        if (receiver.isOurOwn(bridge, record)) {
            return;
        }
        IncomingWebhook read = bridge.get(RecordSettings.FORMAT) == RecordSettings.Format.JSON
                ? IncomingWebhook.ofJson(record)
                : IncomingWebhook.ofText(record);
        @Nullable String id = id(exchange, record);
        try {
            receiver.receive(
                    bridge,
                    new ChannelMessage(name, bridge.kind().name(), read.sender(), Authentication.ACCESS, read.text()),
                    id);
        } catch (UndeliverableException | LimitReachedException | StoreException e) {
            faults.tell("bridge " + name + ": a record can't be taken in now, and is tried again: " + e.getMessage());
            throw e;
        }
    }

    /**
     * Where a source lets its writers name records, one of them could take a name before another's record comes; so what
     * it says belongs to the name.
     */
    private static @Nullable String id(Exchange exchange, byte[] record) {
        String id = exchange.getProperty(OpenFuseHeaders.RECORD, "", String.class);
        return id.isBlank() ? null : id + ' ' + Digests.sha256Hex(record);
    }

    private static byte[] read(Message message, long most) throws RejectedMessageException, IOException {
        Object body = message.getBody();
        if (body == null) {
            return new byte[0];
        }
        if (body instanceof String text) {
            return requireSize(text.getBytes(UTF_8), most);
        }
        try (InputStream in = open(message)) {
            return requireSize(in.readNBytes((int) most + 1), most);
        } catch (InvalidPayloadException | TypeConversionException e) {
            throw new RejectedMessageException(Reason.MALFORMED, "the record is neither text nor bytes", e);
        }
    }

    /** A file may have become a link since it was looked at. */
    private static InputStream open(Message message) throws IOException, InvalidPayloadException {
        return message.getBody() instanceof GenericFile<?> found && found.getFile() instanceof File file
                ? Files.newInputStream(file.toPath(), LinkOption.NOFOLLOW_LINKS)
                : message.getMandatoryBody(InputStream.class);
    }

    private static byte[] requireSize(byte[] record, long most) throws RejectedMessageException {
        if (record.length > most) {
            throw new RejectedMessageException(
                    Reason.MALFORMED, "the record is larger than " + most + " bytes, which is the bridge's max-size");
        }
        return record;
    }
}
