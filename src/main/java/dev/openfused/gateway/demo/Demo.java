package dev.openfused.gateway.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Two agents and a gateway between them and people: a broadcast of one comes out as a mail and as a webhook call, a
 * webhook call comes in to the other. Nothing is played: the same commands and processes as in earnest, real HTTP, SMTP
 * and cryptography, all on loopback.
 */
public final class Demo {
    /** Makes what runs short commands in a folder. */
    @FunctionalInterface
    public interface Commands {
        /**
         * Somebody at the command line of a folder.
         *
         * @param folder the current directory of what is typed
         * @return runs commands
         */
        CommandRunner in(Path folder);
    }

    private final Commands commands;
    private final List<String> launcher;

    /**
     * A demonstration.
     *
     * @param commands runs short commands
     * @param launcher how {@code openfuse} is started as a process of its own, without arguments
     */
    public Demo(Commands commands, List<String> launcher) {
        this.commands = commands;
        this.launcher = List.copyOf(launcher);
    }

    /**
     * Runs it. The folder with all files stays, to be looked at.
     *
     * @param out where each step is told
     * @return true if every step happened in time
     * @throws IOException if this machine has no room or no free port for it
     * @throws InterruptedException if the process is asked to end
     */
    public boolean run(PrintWriter out) throws IOException, InterruptedException {
        long began = System.nanoTime();
        Path folder = Files.createTempDirectory("openfuse-demo-");
        Narrator narrator = new Narrator(out);
        Stage stage = new Stage(folder, commands.in(folder), narrator);
        narrator.says("Everything is in " + folder + " and stays there, to be looked at.");
        try (SmtpReceiver mails = SmtpReceiver.start();
                WebhookReceiver calls = WebhookReceiver.start();
                Gateways gateways = new Gateways(stage, launcher)) {
            Cast cast = new Cast(stage);
            cast.makeStores();
            cast.writeSettings(mails.address(), calls.url());
            cast.exchangeKeys();
            String gateway = gateways.start();

            MessageOut outward = new MessageOut(stage);
            outward.broadcast();
            outward.showCall(calls);
            outward.showMail(mails);

            MessageIn inward = new MessageIn(stage);
            inward.call(gateway);
            inward.showInbox();
            narrator.step(String.format(Locale.ROOT, "Done, in %.1f seconds.", (System.nanoTime() - began) / 1e9));
            return true;
        } catch (StepFailedException e) {
            narrator.says("This did not happen: " + e.getMessage());
            return false;
        }
    }
}
