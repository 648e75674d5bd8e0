import { ASIDE_PREFIX } from '../node/node-folder';

/** Exit code of a starter that another one has overtaken. */
export const LOST_RACE = 73;
/** Exit code of a starter whose node is held. */
export const ON_HOLD = 74;

/**
 * Runs as `sh -c SCRIPT heddle-node RUN_FOLDER GENERATION PROGRAM ARGS...` and execs the program. The process that
 * becomes the node creates the pid file before the exec, and only if the file does not exist (`set -C` opens with
 * O_EXCL). A process therefore always has a pid file, and of two starters one wins. A stop writes `hold` first and then
 * looks for processes; this script checks `hold` after its pid file exists.
 *
 * Fabric cannot open a LevelDB whose creation was interrupted. A node that was never ready therefore starts with empty
 * volumes, unless they hold a block: block files of peers and orderers, or the join block that an orderer keeps until
 * its ledger exists. Nothing is deleted here: volumes are moved aside, and a failed search counts as a block.
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
if [ "$generation" -gt 1 ] && [ -e "$run/never-ready" ]; then
  blocks=$(find "$run/../volumes" -type f \\( -name 'blockfile_*' -o -path '*/pendingops/join/*' \\)) || blocks=unknown
  if [ -z "$blocks" ]; then
    aside="$run/../${ASIDE_PREFIX}$generation"
    mkdir -m 700 "$aside"
    for volume in "$run"/../volumes/*; do mv "$volume" "$aside" && mkdir -m 700 "$volume"; done
  fi
fi
exec "$@"
`;
