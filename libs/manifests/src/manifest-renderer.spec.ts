import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ManifestRenderer } from './manifest-renderer';
import { TemplateError } from './template-error';
import { TemplateFolders, type Templates } from './testing/template-folders';

const folders = new TemplateFolders();
afterAll(() => {
  folders.remove();
});

const object = (kind: string, name = 'a', more = '') =>
  `apiVersion: v1\nkind: ${kind}\nmetadata: { name: ${name} }\n${more}`;

/** What a component renders to: `Kind name` of each object. */
const rendered = (renderer: ManifestRenderer, values = {}) =>
  renderer.render('c', values).objects.map(({ kind, metadata: { name } }) => `${kind} ${name}`);

/** The error of rendering the component `c`. */
function failure(templates: Templates, values = {}, overrides?: Templates): TemplateError {
  try {
    folders.renderer(templates, overrides).render('c', values);
  } catch (error) {
    if (error instanceof TemplateError) return error;
    throw error;
  }
  throw new Error('it rendered');
}

describe('a component', () => {
  it('is every template of its folder, what others need first', () => {
    const renderer = folders.renderer({
      'c/a.yaml.njk': object('StatefulSet'),
      'c/b.yaml.njk': `${object('Service')}---\n${object('Secret')}---\n`,
      'c/c.yaml.njk': object('Namespace'),
      'c/part.njk': 'no template of its own',
      'other/a.yaml.njk': object('Other'),
    });
    expect(rendered(renderer)).toEqual(['Namespace a', 'Secret a', 'Service a', 'StatefulSet a']);
  });

  it('may render nothing', () => {
    expect(rendered(folders.renderer({ 'c/a.yaml.njk': '{% if false %}\nx\n{% endif %}\n' }))).toEqual([]);
  });

  it('is reported when it is unknown', () => {
    expect(failure({})).toMatchObject({ code: 'template_invalid', retryable: false, file: 'c' });
  });

  it('reads file modes as Kubernetes does', () => {
    const renderer = folders.renderer({ 'c/a.yaml.njk': object('A', 'a', 'modes: [0440, 440, 7051]\n') });
    expect(renderer.render('c', {}).objects[0]).toMatchObject({ modes: [0o440, 440, 7_051] });
  });
});

describe('a custom template', () => {
  const defaults = {
    'c/a.yaml.njk': object('A', 'a', 'spec:\n{% block spec %}\n  x: {{ x }}\n{% endblock %}\n'),
    'c/b.yaml.njk': object('B'),
  };

  it('replaces the default of the same path, and may add to a component', () => {
    const renderer = folders.renderer(defaults, {
      'c/a.yaml.njk': object('Own'),
      'c/c.yaml.njk': object('More'),
    });
    expect(rendered(renderer)).toEqual(['Own a', 'B a', 'More a']);
  });

  it('extends the default that it replaces', () => {
    const own = '{% extends "default/c/a.yaml.njk" %}\n{% block spec %}\n{{ super() }}  y: {{ y }}\n{% endblock %}\n';
    const [first] = folders.renderer(defaults, { 'c/a.yaml.njk': own }).render('c', { x: 1, y: 'two' }).objects;
    expect(first).toMatchObject({ kind: 'A', spec: { x: 1, y: 'two' } });
  });

  it.each(['../../../etc/passwd', '/etc/passwd', 'c/../../x', '.hidden', 'default/../x'])(
    'does not reach %s',
    (path) => {
      const error = failure(defaults, { x: 1 }, { 'c/a.yaml.njk': `{% include "${path}" %}` });
      expect(error).toMatchObject({
        file: path,
        message: expect.stringContaining('below the templates folder') as string,
      });
    },
  );

  it('is no link that leads out of its folder', () => {
    const outside = join(folders.write({ 'secret.yaml.njk': object('Secret') }), 'secret.yaml.njk');
    const overrides = folders.write({ 'c/z.yaml.njk': object('Z') });
    symlinkSync(outside, join(overrides, 'c', 'link.yaml.njk'));
    const renderer = new ManifestRenderer({ templates: folders.write(defaults), overrides });
    expect(() => renderer.render('c', { x: 1 })).toThrow('leads out of its folder');
  });

  it('may be a link within its folder, as in a mounted ConfigMap', () => {
    const overrides = folders.write({ 'c/z.yaml.njk': object('Z') });
    writeFileSync(join(overrides, '..data'), object('Linked'));
    symlinkSync('../..data', join(overrides, 'c', 'link.yaml.njk'));
    const renderer = new ManifestRenderer({ templates: folders.write(defaults), overrides });
    expect(rendered(renderer, { x: 1 })).toContain('Linked a');
  });
});

describe('an error in a template is reported with its file and line', () => {
  const at = (line: number, text: string) => ({ 'c/a.yaml.njk': '{# #}\n'.repeat(line - 1) + text });

  it.each([
    ['an unknown value', '{{ missing }}', 'there is no value named missing'],
    ['an unknown value in a condition', '{% if missing %}x{% endif %}', 'there is no value named missing'],
    ['a value that is missing in another', '{{ node.missing }}', 'a value is output that is not there'],
    ['a value of a value that is missing', '{{ node.missing.name }}', 'name is looked up in a value that is not there'],
    ['a value that is null', '{{ nothing }}', 'a value is output that is not there'],
    ['an unknown tag', '{% whatever %}', 'unknown block tag: whatever'],
  ])('%s', (_what, text, message) => {
    const error = failure(at(3, text), { node: {}, nothing: null });
    expect(error).toMatchObject({ file: 'c/a.yaml.njk', line: 3, remedy: expect.stringMatching(/\.$/) as string });
    expect(error.message).toContain(`Template c/a.yaml.njk:3: ${message}`);
  });

  it.each([
    ['text that is no YAML', 'a: b: c', 'not valid YAML'],
    ['a key that comes twice', object('A', 'a', 'x: 1\nx: 2\n'), 'duplicated mapping key'],
    ['two keys with the same value', object('A', 'a', '{{ k }}: 1\n{{ k }}: 2\n'), 'the key "same" comes twice'],
    ['a list in the middle of a text', object('A', 'a', 'x: before {{ list }}\n'), 'a list is in the middle of a text'],
    ['a map as a key', object('A', 'a', '{{ map }}: 1\n'), 'a list or map cannot be a key'],
    ['a function', object('A', 'a', 'x: {{ call }}\n'), 'a value is not allowed in a manifest: it is function'],
    ['not a number', object('A', 'a', 'x: {{ nan }}\n'), 'it is NaN'],
    ['a gap in a list', object('A', 'a', 'x: {{ gap }}\n'), 'it[1] is undefined'],
    ['an object without a kind', 'apiVersion: v1\nmetadata: { name: a }\n', 'without kind'],
    ['an object without a name', 'apiVersion: v1\nkind: A\nmetadata: { name: "" }\n', 'without metadata.name'],
    ['a text where an object belongs', 'hello\n', 'without apiVersion'],
    ['a block that does not end', '{% if k %}', 'got end of file'],
    ['an unknown filter', '{{ k | whatever }}', 'filter not found: whatever'],
    ['another template that is not there', '{% include "c/missing.njk" %}', 'template not found: c/missing.njk'],
  ])('%s', (_what, text, message) => {
    const values = { k: 'same', list: [], map: {}, call: () => 1, nan: Number.NaN, gap: [1, undefined] };
    const error = failure({ 'c/a.yaml.njk': text }, values);
    expect(error.file).toBe('c/a.yaml.njk');
    expect(error.message).toContain(message);
  });

  it('in the file that it is in, not in the one that includes or extends it', () => {
    const error = failure({ 'c/a.yaml.njk': '{% include "c/part.njk" %}', 'c/part.njk': '\n{{ missing }}' }, {});
    expect(error).toMatchObject({ file: 'c/part.njk', line: 2 });
    const extended = failure(
      { 'c/a.yaml.njk': '\n\n{% block spec %}{{ missing }}{% endblock %}' },
      {},
      { 'c/a.yaml.njk': '{% extends "default/c/a.yaml.njk" %}' },
    );
    expect(extended).toMatchObject({ file: 'default/c/a.yaml.njk', line: 3 });
  });

  it('two objects of one name', () => {
    expect(failure({ 'c/a.yaml.njk': object('A'), 'c/b.yaml.njk': object('A') }).message).toContain(
      'A a is rendered twice',
    );
  });

  it('without telling the values that are rendered', () => {
    const error = failure(at(1, 'x: {{ secret }}\n  y: {{ secret }}'), { secret: 's3cret' });
    expect(`${error.message} ${String(error.cause)}`).not.toContain('s3cret');
    expect(error.message).toContain('"y: {{ … }}" (line 2)');
  });
});

it.each([
  '{{ text.constructor }}',
  '{{ text.constructor.constructor("return 1")() }}',
  '{{ constructor }}',
  '{{ list.map }}',
])('a template reaches no program code: %s', (text) => {
  expect(failure({ 'c/a.yaml.njk': text }, { text: 'a', list: [] })).toBeInstanceOf(TemplateError);
});
