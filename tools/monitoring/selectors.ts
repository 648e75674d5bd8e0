/** The metrics and labels that a PromQL expression queries. */
interface Asked {
  /** Metrics, and the labels in their selectors. */
  readonly selectors: readonly { readonly metric: string; readonly labels: readonly string[] }[];
  /** Labels of by, without, on, ignoring, group_left and group_right. */
  readonly grouping: readonly string[];
}

const KEYWORDS = ['and', 'or', 'unless', 'bool', 'offset', 'inf', 'nan', 'by', 'without', 'on', 'ignoring'];
const GROUPING = /\b(?:by|without|on|ignoring|group_left|group_right)\s*\(([^)]*)\)/g;
/** An identifier that is not a function call. */
const SELECTOR = /(?<![\w.:])([A-Za-z_:][\w:]*)(?![\w:]|\s*\()\s*(?:\{([^}]*)\})?/g;

/** @param expression without variables of Grafana */
export function askedBy(expression: string): Asked {
  const bare = expression.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""').replaceAll(/\[[^\]]*\]/g, '');
  const grouping = [...bare.matchAll(GROUPING)].flatMap(([, labels = '']) => names(labels));
  const rest = bare.replaceAll(GROUPING, ' ').replaceAll(/\boffset\s+\w+/g, ' ');
  const selectors = [...rest.matchAll(SELECTOR)]
    .filter(([, metric = '']) => !KEYWORDS.includes(metric.toLowerCase()))
    .map(([, metric = '', matchers = '']) => ({ metric, labels: names(matchers.replaceAll(/[=!~]+""/g, '')) }));
  return { selectors, grouping: [...new Set(grouping)] };
}

function names(list: string): string[] {
  return list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
