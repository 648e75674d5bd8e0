/**
 * The metrics and labels that a PromQL expression queries.
 * @typedef {object} Asked
 * @property {{ metric: string, labels: string[] }[]} selectors metrics, and the labels in their selectors
 * @property {string[]} grouping labels of by, without, on, ignoring, group_left and group_right
 */

const KEYWORDS = ['and', 'or', 'unless', 'bool', 'offset', 'inf', 'nan', 'by', 'without', 'on', 'ignoring'];
const GROUPING = /\b(?:by|without|on|ignoring|group_left|group_right)\s*\(([^)]*)\)/g;
/** An identifier that is not a function call. */
const SELECTOR = /(?<![\w.:])([A-Za-z_:][\w:]*)(?![\w:]|\s*\()\s*(?:\{([^}]*)\})?/g;

/**
 * @param {string} expression without variables of Grafana
 * @returns {Asked}
 */
export function askedBy(expression) {
  const bare = expression.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""').replaceAll(/\[[^\]]*\]/g, '');
  const grouping = [...bare.matchAll(GROUPING)].flatMap(([, labels = '']) => names(labels));
  const rest = bare.replaceAll(GROUPING, ' ').replaceAll(/\boffset\s+\w+/g, ' ');
  const selectors = [...rest.matchAll(SELECTOR)]
    .filter(([, metric = '']) => !KEYWORDS.includes(metric.toLowerCase()))
    .map(([, metric = '', matchers = '']) => ({ metric, labels: names(matchers.replaceAll(/[=!~]+""/g, '')) }));
  return { selectors, grouping: [...new Set(grouping)] };
}

/** @param {string} list */
function names(list) {
  return list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
