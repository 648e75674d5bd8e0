/** Exit code of a starter that found another one faster. */
export const LOST_RACE = 73;
/** Exit code of a starter that found its node on hold. */
export const ON_HOLD = 74;

/**
 * Runs as `sh -c SCRIPT heddle-node RUN_FOLDER GENERATION PROGRAM ARGS...` and becomes the program.
 * The pid file is made by the very process that becomes the node, before it does, and only if it is not there yet
 * (`set -C` opens with O_EXCL): there is no moment with a process and no pid file, and of two starters one wins.
 * Stopping writes `hold` first and looks for processes then; this looks for `hold` after it can be found.
 * What a node that was never ready has begun to keep is thrown away before its next start: Fabric does not open a
 * LevelDB that was cut off while it was made.
 */
export const START_SCRIPT = `
run=$1
generation=$2
shift 2
set -C
{ echo "$$" > "$run/pid.$generation"; } 2>/dev/null || exit ${LOST_RACE}
for file in "$run"/pid.*; do
  if [ "\${file##*.}" -gt "$generation" ]; then exit ${LOST_RACE}; fi
done
if [ -e "$run/hold" ]; then exit ${ON_HOLD}; fi
set +C
if [ "$generation" -gt 1 ] && [ -e "$run/blank" ]; then rm -rf "$run"/../volumes/*/*; fi
exec "$@"
`;
