package dev.openfused.gateway.camel.brokers;

import com.jcraft.jsch.ChannelSftp;
import com.jcraft.jsch.Proxy;
import com.jcraft.jsch.SftpException;
import org.apache.camel.component.file.GenericFileOperationFailedException;
import org.apache.camel.component.file.remote.RemoteFileOperations;
import org.apache.camel.component.file.remote.SftpComponent;
import org.apache.camel.component.file.remote.SftpConfiguration;
import org.apache.camel.component.file.remote.SftpEndpoint;
import org.apache.camel.component.file.remote.SftpOperations;
import org.apache.camel.component.file.remote.SftpRemoteFile;

/**
 * A directory that files are put into, and that is never listed. Camel looks whether a name is taken by listing the whole
 * directory, also with {@code fastExistsCheck}, twice for each file: the more lies there, the longer each takes. Here a name
 * is simply made free.
 */
final class SftpDrop extends SftpEndpoint {
    SftpDrop(String uri, SftpComponent component, SftpConfiguration configuration) {
        super(uri, component, configuration);
    }

    @Override
    public RemoteFileOperations<SftpRemoteFile> createRemoteFileOperations() {
        SftpOperations operations = new Operations(proxy);
        operations.setEndpoint(this);
        return operations;
    }

    private static final class Operations extends SftpOperations {
        Operations(Proxy proxy) {
            super(proxy);
        }

        /** Asked only of names that are deleted next, if they are taken. */
        @Override
        public boolean existsFile(String name) {
            return true;
        }

        @Override
        public boolean deleteFile(String name) {
            try {
                return super.deleteFile(name);
            } catch (GenericFileOperationFailedException e) {
                if (e.getCause() instanceof SftpException fault && fault.id == ChannelSftp.SSH_FX_NO_SUCH_FILE) {
                    return true; // gone is what was asked for
                }
                throw e;
            }
        }
    }
}
