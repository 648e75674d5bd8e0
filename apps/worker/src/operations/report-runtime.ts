import type { Reporter } from '@heddle/queue';
import type { RuntimeProgress } from '@heddle/runtime';

/** Passes a runtime's progress on to the people who watch the operation. */
export function reportingTo(report: Reporter): (progress: RuntimeProgress) => void {
  return ({ done, of, message }) => {
    report.progress(done, of, message);
  };
}
