import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { fromRoot } from '../lib/root.mjs';

/**
 * @typedef {object} Expression
 * @property {string} where
 * @property {string} text PromQL as written, with Grafana's variables
 * @property {string} [legend] of a panel
 *
 * @typedef {object} Panel
 * @property {string} title
 * @property {string} type
 * @property {string} [description]
 * @property {{ uid: string }} [datasource]
 * @property {{ x: number, y: number, w: number, h: number }} gridPos
 * @property {{ expr: string, legendFormat: string, datasource: { uid: string } }[]} [targets]
 *
 * @typedef {object} Dashboard
 * @property {string} uid
 * @property {string} title
 * @property {Panel[]} panels
 * @property {{ list: { name: string, type: string, definition?: string }[] }} templating
 */

export const MONITORING = fromRoot('deploy', 'monitoring');
export const RULES = join(MONITORING, 'rules', 'heddle.yml');

/** @returns {Dashboard[]} */
export function dashboards() {
  const folder = join(MONITORING, 'dashboards');
  return readdirSync(folder).map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')));
}

/**
 * @typedef {{ alert: string, expr: string, labels: Record<string, string>, annotations: Record<string, string> }} Rule
 * @returns {Rule[]}
 */
export function rules() {
  const { groups } = /** @type {{ groups: { rules: Rule[] }[] }} */ (load(readFileSync(RULES, 'utf8')));
  return groups.flatMap((group) => group.rules);
}

/** @returns {Expression[]} of every panel */
export function panelExpressions() {
  return dashboards().flatMap(({ title, panels }) =>
    panels.flatMap((panel) =>
      (panel.targets ?? []).map(({ expr, legendFormat }) => ({
        where: `${title}: ${panel.title}`,
        text: expr,
        legend: legendFormat,
      })),
    ),
  );
}

/** @returns {Expression[]} of the variables that query labels: the selector, counted by the label */
export function variableExpressions() {
  return dashboards().flatMap(({ title, templating }) =>
    templating.list.flatMap(({ name, definition = '' }) => {
      const [, selector = '', label = ''] = /^label_values\((.+), (\w+)\)$/.exec(definition) ?? [];
      return selector === '' ? [] : [{ where: `${title}: $${name}`, text: `count by (${label}) (${selector})` }];
    }),
  );
}

/** @returns {Expression[]} of every alert */
export function ruleExpressions() {
  return rules().map(({ alert, expr }) => ({ where: alert, text: expr }));
}

/**
 * Replaces variables with all their values, like All in Grafana.
 * @param {string} text
 * @param {{ rateInterval: string }} options
 */
export function filled(text, { rateInterval }) {
  return text.replaceAll('$__rate_interval', rateInterval).replaceAll(/\$(?:chain|channel|job)\b/g, '.+');
}
