import fc from 'fast-check';
import { loadAll } from 'js-yaml';
import { hostileText, hostileValue } from './testing/hostile';
import { TemplateFolders } from './testing/template-folders';

const RUNS = { seed: 20_261_123, numRuns: 250 };

const folders = new TemplateFolders();
afterAll(() => {
  folders.remove();
});

/** Every kind of place that a value can take in YAML. */
const EVERYWHERE = `
{# {{ text }} #}
# {{ text }}
apiVersion: v1
kind: ConfigMap
metadata:
  name: places
  annotations:
    plain: {{ text }}
    double: "{{ text }}"
    single: '{{ text }}'
    prefixed: before-{{ text }}
    surrounded: "before {{ text }}, {{ text }} after"
    "key {{ text }}": after
    flow: { inner: {{ text }}, "quoted": "{{ text }}", list: [{{ text }}, "{{ text }}"] }
    literal: |
      first
      {{ text }}
      last
    folded: >-
      one
      {{ text }}
    filtered: {{ text | upper }}
    concatenated: {{ text + '!' }}
    {% set captured %}<{{ text }}>{% endset %}
    captured: {{ captured }}
    {% for item in [text, text] %}
    item{{ loop.index }}: {{ item }}
    {% endfor %}
    {% macro line(key, value) %}{{ key }}: {{ value }}{% endmacro %}
    {{ line('macro', text) }}

    ? {{ text }}
    : as a key
data: {{ value }}
list:
  - {{ value }}
  - {{ text }}
`;

const expected = (text: string, value: unknown) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: {
    name: 'places',
    annotations: Object.fromEntries<unknown>([
      ['plain', text],
      ['double', text],
      ['single', text],
      ['prefixed', `before-${text}`],
      ['surrounded', `before ${text}, ${text} after`],
      [`key ${text}`, 'after'],
      ['flow', { inner: text, quoted: text, list: [text, text] }],
      ['literal', `first\n${text}\nlast\n`],
      ['folded', `one ${text}`],
      ['filtered', text.toUpperCase()],
      ['concatenated', `${text}!`],
      ['captured', `<${text}>`],
      ['item1', text],
      ['item2', text],
      ['macro', text],
      [text, 'as a key'],
    ]),
  },
  data: value,
  list: [value, text],
});

/** A YAML parser's result for a text, as JSON. */
const parsed = (text: string) => loadAll(text);

describe('a hostile value', () => {
  it('stays in its place, wherever a template puts it', () => {
    const renderer = folders.renderer({ 'c/places.yaml.njk': EVERYWHERE });
    fc.assert(
      fc.property(hostileText, hostileValue, (text, value) => {
        const { objects } = renderer.render('c', { text, value });
        expect(objects).toEqual([expected(text, value)]);
      }),
      RUNS,
    );
  });

  it('stays in its place in the YAML that people get', () => {
    const renderer = folders.renderer({ 'c/places.yaml.njk': EVERYWHERE });
    fc.assert(
      fc.property(hostileText, hostileValue, (text, value) => {
        expect(parsed(renderer.render('c', { text, value }).text)).toEqual([expected(text, value)]);
      }),
      RUNS,
    );
  });

  it('stays in its place in a custom template that extends and includes defaults', () => {
    const renderer = folders.renderer(
      {
        'c/a.yaml.njk':
          'apiVersion: v1\nkind: A\nmetadata: { name: a }\nspec:\n{% block spec %}\n  x: {{ text }}\n{% endblock %}\n',
        'c/part.njk': '  included: {{ text }}\n',
      },
      {
        'c/a.yaml.njk':
          '{% extends "default/c/a.yaml.njk" %}\n{% block spec %}\n{{ super() }}  own: "{{ text }}"\n' +
          '{% include "c/part.njk" %}\n  value: {{ value }}\n  safe: {{ text | safe }}\n{% endblock %}\n',
      },
    );
    fc.assert(
      fc.property(hostileText, hostileValue, (text, value) => {
        const spec = { x: text, own: text, included: text, value, safe: text };
        const { objects, text: yaml } = renderer.render('c', { text, value });
        expect(objects).toEqual([{ apiVersion: 'v1', kind: 'A', metadata: { name: 'a' }, spec }]);
        expect(parsed(yaml)).toEqual(objects);
      }),
      RUNS,
    );
  });

  it('of another type keeps its type by itself, and is text within quotes', () => {
    const renderer = folders.renderer({
      'c/a.yaml.njk':
        'apiVersion: v1\nkind: A\nmetadata: { name: a }\nspec:\n  plain: {{ value }}\n  quoted: "{{ value }}"\n',
    });
    fc.assert(
      fc.property(
        fc.oneof(fc.integer(), fc.boolean(), fc.double({ noNaN: true, noDefaultInfinity: true })),
        (value) => {
          const [object] = renderer.render('c', { value }).objects;
          expect(object?.['spec']).toEqual({ plain: value, quoted: String(value) });
        },
      ),
      RUNS,
    );
  });
});
