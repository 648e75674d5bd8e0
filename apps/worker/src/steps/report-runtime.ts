import type { Reporter } from '@heddle/queue';
import type { RuntimeProgress } from '@heddle/runtime';

/** Reports a runtime's progress as progress of the operation. */
export function reportingTo(report: Reporter): (progress: RuntimeProgress) => void {
  return ({ done, of, message }) => {
    report.progress(done, of, message);
  };
}
