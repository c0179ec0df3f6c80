package dev.openfused.gateway;

import dev.openfused.gateway.api.AnswerSlack;
import dev.openfused.gateway.api.AuthenticateSlack;
import dev.openfused.gateway.api.AuthenticateWebhook;
import dev.openfused.gateway.api.CalledBridge;
import dev.openfused.gateway.api.ComposeMessage;
import dev.openfused.gateway.api.ParseSlack;
import dev.openfused.gateway.api.ParseWebhook;
import dev.openfused.gateway.audit.AuditLog;
import dev.openfused.gateway.bridge.BridgeKind;
import dev.openfused.gateway.camel.bridges.BridgeClients;
import dev.openfused.gateway.camel.bridges.BridgeRoutes;
import dev.openfused.gateway.camel.bridges.BridgeSecrets;
import dev.openfused.gateway.camel.bridges.BridgeTemplates;
import dev.openfused.gateway.camel.bridges.RunningBridges;
import dev.openfused.gateway.camel.brokers.CommitRecord;
import dev.openfused.gateway.camel.brokers.JmsParts;
import dev.openfused.gateway.camel.brokers.KafkaParts;
import dev.openfused.gateway.camel.brokers.ReadJmsMessage;
import dev.openfused.gateway.camel.brokers.RefuseRecord;
import dev.openfused.gateway.camel.brokers.SftpParts;
import dev.openfused.gateway.camel.chat.ChatParts;
import dev.openfused.gateway.camel.chat.ConcludeChat;
import dev.openfused.gateway.camel.chat.FormatChat;
import dev.openfused.gateway.camel.chat.JudgeChatAnswer;
import dev.openfused.gateway.camel.chat.SplitChat;
import dev.openfused.gateway.camel.mail.ConcludeMail;
import dev.openfused.gateway.camel.mail.FormatMail;
import dev.openfused.gateway.camel.mail.ImapParts;
import dev.openfused.gateway.camel.mail.MailAccepted;
import dev.openfused.gateway.camel.mail.MailParts;
import dev.openfused.gateway.camel.mail.MailRefused;
import dev.openfused.gateway.camel.mail.ReceiveMail;
import dev.openfused.gateway.camel.queue.FaultTexts;
import dev.openfused.gateway.camel.queue.Paces;
import dev.openfused.gateway.camel.records.FormatRecord;
import dev.openfused.gateway.camel.records.PlainFiles;
import dev.openfused.gateway.camel.records.ReceiveRecord;
import dev.openfused.gateway.camel.records.SourceFaults;
import dev.openfused.gateway.camel.steps.AcceptMessage;
import dev.openfused.gateway.camel.steps.CollectDigest;
import dev.openfused.gateway.camel.webhook.FormatWebhook;
import dev.openfused.gateway.camel.webhook.JudgeWebhookAnswer;
import dev.openfused.gateway.camel.webhook.WebhookHeaders;
import dev.openfused.gateway.camel.webhook.WebhookParts;
import dev.openfused.gateway.queue.DeliveryQueue;
import dev.openfused.gateway.receive.ChannelReceiver;
import dev.openfused.gateway.receive.WebhookGuard;
import dev.openfused.gateway.settings.ResolvedSettings;
import dev.openfused.gateway.store.StoreOpener;
import java.time.Clock;
import java.util.List;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Registry;

/** Gives the steps that the routes of bridges refer to their names, and each bridge what it has of its own. */
final class BridgeSteps {
    private final DeliveryQueue queue;
    private final ResolvedSettings settings;
    private final StoreOpener openers;
    private final ChannelReceiver receiver;
    private final AuditLog audit;
    private final Clock clock;

    BridgeSteps(
            DeliveryQueue queue,
            ResolvedSettings settings,
            StoreOpener openers,
            ChannelReceiver receiver,
            AuditLog audit,
            Clock clock) {
        this.queue = queue;
        this.settings = settings;
        this.openers = openers;
        this.receiver = receiver;
        this.audit = audit;
        this.clock = clock;
    }

    /** Binds all of them; what comes back makes the routes. */
    BridgeRoutes bindTo(CamelContext context, RunningBridges running, Function<BridgeKind, String> templates) {
        Registry registry = context.getRegistry();
        registry.bind("acceptMessage", new AcceptMessage(running));
        registry.bind("collectDigest", new CollectDigest(running, openers, queue));
        registry.bind("paces", Paces.class, running.paces(queue, clock));
        registry.bind("faultTexts", FaultTexts.class, running.faultTexts());
        context.getPropertiesComponent().addPropertiesFunction(new BridgeSecrets(running));
        bindHooks(registry, new CalledBridge(running::find));
        bindSources(registry, running);
        return new BridgeRoutes(
                context,
                running,
                new BridgeTemplates(context, templates),
                List.of(
                        new BridgeClients(settings, registry),
                        webhooks(registry),
                        mails(registry),
                        chats(registry),
                        new ImapParts(context),
                        new JmsParts(context),
                        new KafkaParts(context),
                        new SftpParts(context)));
    }

    /** What comes in by HTTP. */
    private void bindHooks(Registry registry, CalledBridge called) {
        registry.bind("authenticateWebhook", new AuthenticateWebhook(called, new WebhookGuard(clock), audit));
        registry.bind("parseWebhook", new ParseWebhook(called, receiver));
        registry.bind("authenticateSlack", new AuthenticateSlack(called, audit, clock));
        registry.bind("parseSlack", new ParseSlack(called, audit));
        registry.bind("answerSlack", new AnswerSlack());
        registry.bind("composeMessage", new ComposeMessage(called, receiver));
    }

    /** What is fetched from elsewhere, and records that are put there. */
    private void bindSources(Registry registry, RunningBridges running) {
        registry.bind("formatRecord", new FormatRecord());
        registry.bind("refuseRecord", new RefuseRecord());
        registry.bind("receiveRecord", new ReceiveRecord(running, receiver));
        registry.bind("receiveMail", new ReceiveMail(running, receiver));
        registry.bind("readJmsMessage", new ReadJmsMessage());
        registry.bind("commitRecord", new CommitRecord());
        registry.bind("plainFiles", new PlainFiles());
        registry.bind("sourceFaults", new SourceFaults());
    }

    private WebhookParts webhooks(Registry registry) {
        WebhookParts calls = new WebhookParts();
        registry.bind("formatWebhook", new FormatWebhook(calls, clock));
        registry.bind("judgeWebhookAnswer", new JudgeWebhookAnswer(calls, clock));
        registry.bind("webhookHeaders", new WebhookHeaders());
        return calls;
    }

    private MailParts mails(Registry registry) {
        MailParts mails = new MailParts(registry);
        registry.bind("formatMail", new FormatMail(mails));
        registry.bind("mailAccepted", new MailAccepted(queue));
        registry.bind("mailRefused", new MailRefused());
        registry.bind("concludeMail", new ConcludeMail());
        return mails;
    }

    private ChatParts chats(Registry registry) {
        ChatParts chats = new ChatParts();
        registry.bind("splitChat", new SplitChat(chats));
        registry.bind("formatChat", new FormatChat(chats));
        registry.bind("judgeChatAnswer", new JudgeChatAnswer(chats, queue, clock));
        registry.bind("concludeChat", new ConcludeChat());
        return chats;
    }
}
