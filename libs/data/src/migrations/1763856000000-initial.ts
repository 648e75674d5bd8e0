import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable } from './table';

const TABLES = [
  'users',
  'refresh_tokens',
  'idempotency_keys',
  'audit',
  'chains',
  'nodes',
  'port_leases',
  'identities',
  'channels',
  'chaincodes',
  'chaincode_definitions',
  'chaincode_sources',
  'builds',
  'operations',
  'operation_steps',
  'scopes',
  'leases',
  'live_rooms',
  'live_events',
];

/** The schema of Heddle 0.1. */
export class Initial1763856000000 implements MigrationInterface {
  readonly name = 'Initial1763856000000';

  async up(runner: QueryRunner): Promise<void> {
    await this.#people(runner);
    await this.#chains(runner);
    await this.#chaincodes(runner);
    await this.#operations(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) await runner.dropTable(table);
  }

  async #people(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'users',
      {
        id: 'varchar(36) key',
        username: 'varchar(100)',
        passwordHash: 'text',
        role: 'varchar(20)',
        disabled: 'boolean',
        createdAt: 'varchar(24)',
        updatedAt: 'varchar(24)',
      },
      [{ name: 'users_username', columns: ['username'], unique: true }],
    );
    await createTable(
      runner,
      'refresh_tokens',
      {
        id: 'varchar(36) key',
        userId: 'varchar(36)',
        familyId: 'varchar(36)',
        tokenHash: 'varchar(64)',
        issuedAt: 'varchar(24)',
        expiresAt: 'varchar(24)',
        usedAt: 'varchar(24) null',
        revokedAt: 'varchar(24) null',
      },
      [
        { name: 'refresh_tokens_user', columns: ['userId'] },
        { name: 'refresh_tokens_family', columns: ['familyId'] },
        { name: 'refresh_tokens_hash', columns: ['tokenHash'], unique: true },
      ],
    );
    await createTable(
      runner,
      'idempotency_keys',
      {
        userId: 'varchar(36) key',
        key: 'varchar(200) key',
        route: 'varchar(200)',
        requestHash: 'varchar(64)',
        status: 'integer null',
        response: 'json null',
        createdAt: 'varchar(24)',
      },
      [{ name: 'idempotency_keys_created', columns: ['createdAt'] }],
    );
    await createTable(
      runner,
      'audit',
      {
        id: 'varchar(36) key',
        at: 'varchar(24)',
        actor: 'varchar(255)',
        action: 'varchar(255)',
        target: 'varchar(255) null',
        address: 'varchar(64) null',
        outcome: 'varchar(24)',
        detail: 'json null',
      },
      [{ name: 'audit_at', columns: ['at', 'id'] }],
    );
  }

  async #chains(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'chains',
      {
        id: 'varchar(36) key',
        state: 'varchar(24)',
        stateReason: 'text null',
        stateSince: 'varchar(24)',
        stateObservedAt: 'varchar(24)',
        name: 'varchar(255)',
        livingName: 'varchar(255) null',
        description: 'text',
        runtime: 'varchar(20)',
        spec: 'json',
        desired: 'varchar(12)',
        ownerId: 'varchar(36)',
        revision: 'integer',
        scopeChanges: 'integer',
        createdAt: 'varchar(24)',
        updatedAt: 'varchar(24)',
        deletedAt: 'varchar(24) null',
      },
      [{ name: 'chains_living_name', columns: ['livingName'], unique: true }],
    );
    await createTable(
      runner,
      'nodes',
      {
        id: 'varchar(36) key',
        state: 'varchar(24)',
        stateReason: 'text null',
        stateSince: 'varchar(24)',
        stateObservedAt: 'varchar(24)',
        chainId: 'varchar(36)',
        name: 'varchar(255)',
        kind: 'varchar(20)',
        organization: 'varchar(60)',
        mspId: 'varchar(63)',
        desired: 'varchar(12)',
        host: 'varchar(255)',
        ports: 'json',
        pid: 'integer null',
        startedAt: 'varchar(24) null',
        restarts: 'integer',
        cpuPercent: 'double null',
        memoryBytes: 'bigint null',
        blockHeights: 'json',
        certificateExpiresAt: 'varchar(24) null',
        revision: 'integer',
        createdAt: 'varchar(24)',
        updatedAt: 'varchar(24)',
      },
      [{ name: 'nodes_chain_name', columns: ['chainId', 'name'], unique: true }],
    );
    await createTable(
      runner,
      'port_leases',
      {
        port: 'integer key',
        chainId: 'varchar(36)',
        node: 'varchar(63)',
        name: 'varchar(60)',
        createdAt: 'varchar(24)',
      },
      [{ name: 'port_leases_owner', columns: ['chainId', 'node', 'name'], unique: true }],
    );
    await createTable(
      runner,
      'identities',
      {
        id: 'varchar(36) key',
        chainId: 'varchar(36)',
        organization: 'varchar(60)',
        kind: 'varchar(24)',
        name: 'varchar(255)',
        certificate: 'text',
        sealedPrivateKey: 'text',
        expiresAt: 'varchar(24)',
        createdAt: 'varchar(24)',
      },
      [{ name: 'identities_name', columns: ['chainId', 'organization', 'kind', 'name'], unique: true }],
    );
    await createTable(
      runner,
      'channels',
      {
        id: 'varchar(36) key',
        state: 'varchar(24)',
        stateReason: 'text null',
        stateSince: 'varchar(24)',
        stateObservedAt: 'varchar(24)',
        chainId: 'varchar(36)',
        name: 'varchar(255)',
        organizations: 'json',
        anchorPeers: 'json',
        genesisBlock: 'json null',
        height: 'integer null',
        revision: 'integer',
        createdAt: 'varchar(24)',
        updatedAt: 'varchar(24)',
      },
      [{ name: 'channels_chain_name', columns: ['chainId', 'name'], unique: true }],
    );
  }

  async #chaincodes(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'chaincodes',
      {
        id: 'varchar(36) key',
        state: 'varchar(24)',
        stateReason: 'text null',
        stateSince: 'varchar(24)',
        stateObservedAt: 'varchar(24)',
        chainId: 'varchar(36)',
        channelId: 'varchar(36)',
        name: 'varchar(64)',
        committedDefinitionId: 'varchar(36) null',
        revision: 'integer',
        createdAt: 'varchar(24)',
        updatedAt: 'varchar(24)',
      },
      [
        { name: 'chaincodes_chain', columns: ['chainId'] },
        { name: 'chaincodes_channel_name', columns: ['channelId', 'name'], unique: true },
      ],
    );
    await createTable(
      runner,
      'chaincode_definitions',
      {
        id: 'varchar(36) key',
        chaincodeId: 'varchar(36)',
        version: 'varchar(64)',
        sequence: 'integer',
        state: 'varchar(16)',
        endorsementPolicy: 'text null',
        collections: 'json',
        initRequired: 'boolean',
        origin: 'json',
        language: 'varchar(10) null',
        packageIds: 'json',
        createdAt: 'varchar(24)',
        updatedAt: 'varchar(24)',
        committedAt: 'varchar(24) null',
      },
      [{ name: 'chaincode_definitions_sequence', columns: ['chaincodeId', 'sequence'] }],
    );
    await createTable(
      runner,
      'chaincode_sources',
      {
        id: 'varchar(36) key',
        fileName: 'varchar(255)',
        sha256: 'varchar(64)',
        size: 'integer',
        language: 'varchar(10)',
        uploadedAt: 'varchar(24)',
      },
      [{ name: 'chaincode_sources_sha256', columns: ['sha256'], unique: true }],
    );
    await createTable(runner, 'builds', {
      contentHash: 'varchar(64) key',
      sourceId: 'varchar(36)',
      state: 'varchar(12)',
      artifact: 'text null',
      error: 'text null',
      createdAt: 'varchar(24)',
      updatedAt: 'varchar(24)',
    });
  }

  async #operations(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'operations',
      {
        id: 'varchar(36) key',
        kind: 'varchar(40)',
        chainId: 'varchar(36)',
        scope: 'varchar(100)',
        subject: 'varchar(400)',
        input: 'json',
        state: 'varchar(16)',
        handlerVersion: 'integer null',
        progress: 'double',
        error: 'json null',
        checkpoint: 'json',
        requestedBy: 'varchar(255)',
        cancelledBy: 'varchar(255) null',
        attempt: 'integer',
        revision: 'integer',
        fence: 'integer',
        leaseOwner: 'varchar(100) null',
        leaseExpiresAt: 'bigint',
        createdAt: 'varchar(24)',
        startedAt: 'varchar(24) null',
        finishedAt: 'varchar(24) null',
      },
      [
        { name: 'operations_created', columns: ['createdAt', 'id'] },
        { name: 'operations_chain', columns: ['chainId', 'createdAt'] },
        { name: 'operations_state', columns: ['state', 'leaseExpiresAt'] },
      ],
    );
    await createTable(runner, 'operation_steps', {
      operationId: 'varchar(36) key',
      position: 'integer key',
      name: 'varchar(60)',
      weight: 'double',
      state: 'varchar(12)',
      attempts: 'integer',
      startedAt: 'varchar(24) null',
      finishedAt: 'varchar(24) null',
    });
    await createTable(
      runner,
      'scopes',
      {
        scope: 'varchar(100) key',
        chainId: 'varchar(36)',
        operationId: 'varchar(36)',
      },
      [{ name: 'scopes_chain', columns: ['chainId'] }],
    );
    await createTable(runner, 'leases', {
      name: 'varchar(100) key',
      owner: 'varchar(100)',
      expiresAt: 'bigint',
      fence: 'integer',
    });
    await createTable(runner, 'live_rooms', {
      room: 'varchar(60) key',
      lastSeq: 'integer',
      firstSeq: 'integer',
    });
    await createTable(runner, 'live_events', {
      room: 'varchar(60) key',
      seq: 'integer key',
      at: 'varchar(24)',
      payload: 'json',
    });
  }
}
