import { Server } from '@hocuspocus/server';

/** The bare relay that the bench compares with: Hocuspocus as it comes, nothing hooked in. */
const server = new Server({ port: Number(process.env['PORT']), address: '127.0.0.1', quiet: true });
await server.listen();
process.stdout.write('listening\n');
