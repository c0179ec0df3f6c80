package dev.openfused.gateway.camel.records;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileFilter;

/**
 * Filter {@code plainFiles} of a directory that others write to: no links, which would let them send what the gateway may
 * read and they may not.
 */
public final class PlainFiles implements GenericFileFilter<File> {
    /** The filter; it keeps nothing. */
    public PlainFiles() {}

    @Override
    public boolean accept(GenericFile<File> file) {
        return file.isDirectory() || Files.isRegularFile(file.getFile().toPath(), LinkOption.NOFOLLOW_LINKS);
    }
}
