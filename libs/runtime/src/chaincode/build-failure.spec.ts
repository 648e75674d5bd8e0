import { buildFailure } from './build-failure';

interface Case {
  readonly name: string;
  /** Output of the tool. */
  readonly output: string;
  readonly reason: string;
  readonly remedy: string;
}

const SOURCE: readonly Case[] = [
  {
    name: 'a newer Go than the installed one',
    output: 'go: go.mod requires go >= 1.99 (running go 1.26.8; GOTOOLCHAIN=local)',
    reason: 'go.mod asks for Go 1.99',
    remedy: 'Change the line "go 1.99" of go.mod to "go 1.26.8" or older',
  },
  {
    name: 'a Go that was never released',
    output: `go: downloading go1.99.0 (linux/amd64)
go: download go1.99.0: golang.org/toolchain@v0.0.1-go1.99.0.linux-amd64: reading https://proxy.example.com/golang.org/toolchain/@v/v0.0.1-go1.99.0.linux-amd64.zip: 403 Forbidden
	server response: This module version is not available.`,
    reason: 'go.mod asks for Go 1.99.0',
    remedy: 'Change the line "go 1.99.0" of go.mod to a version that is released',
  },
  {
    name: 'a Go module that does not exist',
    output:
      'main.go:3:8: github.com/hyperledger/nosuch@v1.0.0: reading https://proxy.example.com/github.com/hyperledger/nosuch/@v/v1.0.0.zip: 403 Forbidden',
    reason: 'no version v1.0.0 of the module github.com/hyperledger/nosuch',
    remedy: 'Correct the line "github.com/hyperledger/nosuch v1.0.0" of go.mod',
  },
  {
    name: 'vendor that does not match go.mod',
    output: `go: inconsistent vendoring in /build/source:
	github.com/hyperledger/fabric-chaincode-go/v2@v2.1.0: is explicitly required in go.mod, but not marked as explicit in vendor/modules.txt

	To ignore the vendor directory, use -mod=readonly or -mod=mod.`,
    reason: 'vendor does not match go.mod, first at github.com/hyperledger/fabric-chaincode-go/v2@v2.1.0.',
    remedy: 'Run "go mod vendor"',
  },
  {
    name: 'a replacement outside of the archive',
    output:
      'main.go:3:8: example.com/y@v0.0.0 (replaced by ../nowhere): reading ../nowhere/go.mod: open /nowhere/go.mod: no such file or directory',
    reason: 'go.mod replaces example.com/y by ../nowhere',
    remedy: 'Remove the line "replace example.com/y => ../nowhere"',
  },
  {
    name: 'a go.sum that lacks lines',
    output: `main.go:3:8: missing go.sum entry for module providing package example.com/shim (imported by x); to add:
	go get x`,
    reason: 'go.sum and go.mod do not match, first for example.com/shim.',
    remedy: 'Run "go mod tidy"',
  },
  {
    name: 'a module that go.mod does not require',
    output: 'main.go:3:8: no required module provides package example.com/shim; to add it:\n\tgo get example.com/shim',
    reason: 'No module of go.mod has the package example.com/shim.',
    remedy: 'Run "go get example.com/shim"',
  },
  {
    name: 'an import by a path below GOPATH',
    output: 'main.go:3:8: package asset/store is not in std (/usr/local/go/src/asset/store)',
    reason: 'The import "asset/store" is a path below GOPATH',
    remedy: 'write "chaincode/store"',
  },
  {
    name: 'cgo',
    output: 'package x: build constraints exclude all Go files in /build/source',
    reason: 'needs cgo or another platform',
    remedy: 'Chaincode is built without cgo',
  },
  {
    name: 'a shim without a server',
    output: 'heddle: github.com/hyperledger/fabric-chaincode-go has no ChaincodeServer',
    reason: 'has no chaincode server yet',
    remedy: 'Run "go get github.com/hyperledger/fabric-chaincode-go@v0.0.0-20240124143825-7dec3c7e7d45"',
  },
  {
    name: 'Go that does not compile',
    output: '# x\n./main.go:3:14: undefined: missing',
    reason: 'main.go:3:14: undefined: missing.',
    remedy: 'Correct main.go:3:14',
  },
  {
    name: 'a lock file that does not match package.json',
    output: `npm error code EUSAGE
npm error
npm error \`npm ci\` can only install packages when your package.json and package-lock.json or npm-shrinkwrap.json are in sync.
npm error
npm error Missing: semver@7.6.0 from lock file
npm error Missing: yallist@4.0.0 from lock file
npm error
npm error Clean install a project`,
    reason: 'package.json and its lock file do not match: Missing: semver@7.6.0 from lock file.',
    remedy: 'Run "npm install"',
  },
  {
    name: 'engines that npm rejects',
    output: `npm error code EBADENGINE
npm error engine Unsupported engine
npm error engine Not compatible with your version of node/npm: x@1.0.0
npm error notsup Required: {"node":">=99"}`,
    reason: 'x@1.0.0 requires {"node":">=99"}',
    remedy: 'Change "engines" in package.json',
  },
  {
    name: 'a Node.js that is too old',
    output: 'heddle: package.json asks for Node.js 99 or newer; this is 24.21.0',
    reason: 'asks for Node.js 99 or newer',
    remedy: 'Change "engines": { "node": ">=99" } in package.json',
  },
  {
    name: 'a package that npm does not know',
    output: `npm error code E404
npm error 404 Not Found - GET https://registry.example.com/nosuch
npm error 404
npm error 404  The requested resource 'nosuch@7.6.0' could not be found or you do not have permission to access it.`,
    reason: 'The npm registry has no nosuch@7.6.0.',
    remedy: 'Correct the name or version of nosuch@7.6.0',
  },
  {
    name: 'a version that npm does not know',
    output: 'npm error code ETARGET\nnpm error notarget No matching version found for semver@99.0.0.',
    reason: 'The npm registry has no semver@99.0.0.',
    remedy: 'Correct the name or version of semver@99.0.0',
  },
  {
    name: 'TypeScript that does not compile',
    output: "src/assetContract.ts(111,26): error TS6133: 'unused' is declared but its value is never read.",
    reason: "src/assetContract.ts:111: TS6133, 'unused' is declared",
    remedy: 'Correct src/assetContract.ts:111',
  },
  {
    name: 'a script without its program',
    output: '> x@1.0.0 build\n> rollup -c\n\nsh: 1: rollup: not found',
    reason: 'A script of package.json calls rollup, which is not installed.',
    remedy: 'Add the package of rollup to devDependencies',
  },
];

it.each(SOURCE.map((one) => [one.name, one] as const))('%s: the line to change is named', (_name, one) => {
  expect(buildFailure('"tool" failed (exit 1).', one.output.split('\n'))).toMatchObject({
    code: 'build_failed',
    retryable: false,
    message: expect.stringContaining(one.reason) as string,
    remedy: expect.stringContaining(one.remedy) as string,
    cause: one.output.trim(),
  });
});

const NETWORK: readonly (readonly [string, string, string])[] = [
  [
    'the Go module proxy refuses connections',
    'main.go:3:8: example.com/shim@v2.1.0: Get "http://127.0.0.1:9/example.com/shim/@v/v2.1.0.zip": dial tcp 127.0.0.1:9: connect: connection refused',
    'Go module proxy',
  ],
  ['modules may not be downloaded', 'main.go:3:8: module lookup disabled by GOPROXY=off', 'Go module proxy'],
  [
    'the npm registry refuses connections',
    'npm error code ECONNREFUSED\nnpm error syscall connect\nnpm error FetchError: request to http://127.0.0.1:9/semver failed, reason: connect ECONNREFUSED 127.0.0.1:9',
    'npm registry',
  ],
  [
    'the npm registry requires credentials',
    'npm error code E401\nnpm error 401 Unauthorized - GET http://127.0.0.1:4873/fabric-shim',
    'npm registry refused GET http://127.0.0.1:4873/fabric-shim (401 Unauthorized)',
  ],
  [
    'the npm registry has an unknown host name',
    'npm error code ENOTFOUND\nnpm error syscall getaddrinfo',
    'npm registry',
  ],
  [
    'the Maven repository refuses connections',
    '[ERROR] Could not transfer artifact x:pom:3.3.1 from/to central (https://repo.example.com/maven2): transfer failed: Connect to 127.0.0.1:9 [/127.0.0.1] failed: Connection refused -> [Help 1]',
    'Maven repository',
  ],
  [
    'Gradle’s own download has no network',
    'Downloading https://services.example.com/gradle.zip\nException in thread "main" java.net.UnknownHostException: services.example.com',
    'Maven repository',
  ],
];

it.each(NETWORK)('%s: the network is named, and a retry may help', (_name, output, registry) => {
  expect(buildFailure('"tool" failed (exit 1).', output.split('\n'))).toMatchObject({
    code: 'registry_unreachable',
    retryable: true,
    message: expect.stringContaining(registry) as string,
    remedy: expect.stringContaining('then retry') as string,
  });
});

it('an unknown failure keeps only the tool’s output', () => {
  expect(buildFailure('"tool" failed (exit 7).', ['one', 'two'])).toMatchObject({
    code: 'build_failed',
    message: '"tool" failed (exit 7).',
    cause: 'one\ntwo',
  });
});
