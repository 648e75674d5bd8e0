/**
 * Shell scripts for a folder `$0`, with programs that busybox and Debian have. The container runtime neither ends a
 * program whose connection ends, nor reports the end of one that has not read its input.
 */
export const SCRIPTS = {
  measure: 'cd "$0" && tar -cf - . | wc -c',

  /** Once the connection has ended, the output is not read, and the input ends. */
  pack: `
    cd "$0" || exit
    exec 3<&0
    tar -cf - . &
    archiver=$!
    (cat <&3; kill $archiver) > /dev/null 2>&1 &
    watcher=$!
    wait $archiver
    ended=$?
    kill $watcher 2> /dev/null
    exit $ended`,

  prepare: 'rm -rf "$0.draft" && mkdir -p "$0.draft"',

  /** `$1` is the size of the archive. */
  unpack: 'head -c "$1" | { tar -C "$0.draft" -xf -; ended=$?; cat > /dev/null; exit $ended; }',

  replace: 'rm -rf "$0" && mv "$0.draft" "$0"',

  /** An archiver that is ending may still write. */
  discard: 'rm -rf "$0.draft" || { sleep 1; rm -rf "$0.draft"; }',

  delete: 'rm -rf "$0"',
} as const;
