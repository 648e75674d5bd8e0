import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { fromRoot } from '../lib/root.mjs';

interface Expression {
  readonly where: string;
  /** PromQL as written, with Grafana's variables. */
  readonly text: string;
  /** The legend of a panel's query. */
  readonly legend?: string;
}

interface Panel {
  readonly title: string;
  readonly type: string;
  readonly description?: string;
  readonly datasource?: { uid: string };
  readonly gridPos: { x: number; y: number; w: number; h: number };
  readonly targets?: { expr: string; legendFormat: string; datasource: { uid: string } }[];
}

interface Dashboard {
  readonly uid: string;
  readonly title: string;
  readonly panels: Panel[];
  readonly templating: { list: { name: string; type: string; definition?: string }[] };
}

export const MONITORING = fromRoot('deploy', 'monitoring');
export const RULES = join(MONITORING, 'rules', 'heddle.yml');

export function dashboards(): Dashboard[] {
  const folder = join(MONITORING, 'dashboards');
  return readdirSync(folder).map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Dashboard);
}

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly labels: Record<string, string>;
  readonly annotations: Record<string, string>;
}

export function rules(): Rule[] {
  const { groups } = load(readFileSync(RULES, 'utf8')) as { groups: { rules: Rule[] }[] };
  return groups.flatMap((group) => group.rules);
}

/** The expressions of every panel. */
export function panelExpressions(): Expression[] {
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

/** For each variable that queries labels: its selector, counted by the label. */
export function variableExpressions(): Expression[] {
  return dashboards().flatMap(({ title, templating }) =>
    templating.list.flatMap(({ name, definition = '' }) => {
      const [, selector = '', label = ''] = /^label_values\((.+), (\w+)\)$/.exec(definition) ?? [];
      return selector === '' ? [] : [{ where: `${title}: $${name}`, text: `count by (${label}) (${selector})` }];
    }),
  );
}

/** The expressions of every alert. */
export function ruleExpressions(): Expression[] {
  return rules().map(({ alert, expr }) => ({ where: alert, text: expr }));
}

/** Replaces variables with all their values, like All in Grafana. */
export function filled(text: string, { rateInterval }: { rateInterval: string }): string {
  return text.replaceAll('$__rate_interval', rateInterval).replaceAll(/\$(?:chain|channel|job)\b/g, '.+');
}
