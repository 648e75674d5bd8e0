import { ChainSpec, type ChainId } from '@heddle/contracts';
import {
  gossipBootstrap,
  nodesOf,
  planCertificates,
  planNode,
  planWorkloads,
  requestedInventory,
  type Inventory,
  type PlannedOrganization,
  type Workload,
} from '@heddle/topology';
import fc from 'fast-check';
import type { NodeEntity } from './entities/node.entity';
import { OrganizationEntity } from './entities/organization.entity';
import { toInventory } from './inventory';

const chainId = '5ba7e6f4-6c3c-4e17-9a7e-2f2f3c6a7b10' as ChainId;
const spec = ChainSpec.parse({ name: 'trade', organizations: [{ name: 'org1' }, { name: 'big-bank', peers: 1 }] });
const addresses = { listenHost: '127.0.0.1', hostOf: () => '127.0.0.1' };
const { organizations: planned } = requestedInventory(spec);
const organizations = planned.map((organization) => Object.assign(new OrganizationEntity(), organization));

type Row = Pick<NodeEntity, 'name' | 'kind' | 'organization' | 'ordinal' | 'ports' | 'gossipBootstrap'>;

/** Adds a node to an organization, or removes the one at an index, modulo their number. */
type Change = { readonly add: number } | { readonly remove: number };

const change: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ add: fc.nat(planned.length - 1) }),
  fc.record({ remove: fc.nat(20) }),
);

/** A chain's rows, changed as operations change them. */
class Rows {
  readonly #next = new Map<string, number>();
  #port = 7_000;
  nodes: Row[] = [];

  constructor() {
    for (const organization of planned) {
      nodesOf(requestedInventory(spec).nodes, organization).forEach(() => {
        this.add(organization);
      });
    }
  }

  add(organization: PlannedOrganization): void {
    const ordinal = this.#next.get(organization.name) ?? 0;
    this.#next.set(organization.name, ordinal + 1);
    const { name, kind, ports } = planNode(organization, ordinal);
    const numbers = Object.fromEntries(ports.map((port) => [port, this.#port++]));
    const bootstrap = gossipBootstrap({ name, organization: organization.name }, this.nodes as never, (peer) =>
      String(this.nodes.find((node) => node.name === peer)?.ports['grpc']),
    );
    this.nodes.push({
      name,
      kind,
      organization: organization.name,
      ordinal,
      ports: numbers,
      gossipBootstrap: kind === 'peer' ? bootstrap : null,
    });
  }

  apply(one: Change): void {
    const [organization] = 'add' in one ? planned.slice(one.add) : [];
    if (organization !== undefined) this.add(organization);
    if ('remove' in one && this.nodes.length > 0) this.nodes = this.nodes.toSpliced(one.remove % this.nodes.length, 1);
  }

  get inventory(): Inventory {
    return toInventory({ chain: { name: 'trade', spec }, organizations, nodes: this.nodes as NodeEntity[] });
  }

  workloads(inventory = this.inventory): Map<string, Workload> {
    const placements = this.nodes.map(({ name, ports, gossipBootstrap: bootstrap }) => ({
      id: name,
      name,
      ports,
      files: {},
      ...(bootstrap !== null && { gossipBootstrap: bootstrap }),
    }));
    const workloads = planWorkloads({ inventory, chainId, placements, addresses });
    return new Map(workloads.map((workload) => [workload.name, workload]));
  }
}

describe('the inventory of a chain', () => {
  it('is what its spec asked for, once its nodes are planned', () => {
    expect(new Rows().inventory).toMatchObject(requestedInventory(spec));
  });

  it('gives the same workloads and certificates however a chain came into its shape', () => {
    fc.assert(
      fc.property(fc.array(change, { minLength: 40, maxLength: 40 }), (changes) => {
        const rows = new Rows();
        for (const one of changes) rows.apply(one);
        const { inventory, nodes } = rows;
        const created: Inventory = {
          ...requestedInventory(spec),
          nodes: planned.flatMap((organization) =>
            nodes
              .filter((node) => node.organization === organization.name)
              .map(({ ordinal }) => planNode(organization, ordinal ?? 0)),
          ),
        };
        expect(inventory).toMatchObject(created);
        expect(rows.workloads()).toEqual(rows.workloads(created));
        expect(planCertificates(inventory)).toMatchObject(planCertificates(created));
      }),
    );
  });

  it('never gives a name twice, and a change of it changes no other node', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 40 }), (changes) => {
        const rows = new Rows();
        const names = new Set(rows.nodes.map(({ name }) => name));
        for (const one of changes) {
          const before = rows.workloads();
          rows.apply(one);
          const after = rows.workloads();
          for (const [name, workload] of after) {
            if (before.has(name)) expect(workload).toEqual(before.get(name));
            else expect(names.has(name)).toBe(false);
            names.add(name);
          }
        }
      }),
    );
  });
});
