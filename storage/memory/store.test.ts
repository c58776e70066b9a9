import { storeContract } from '../contract.ts';
import { createMemoryStore } from './store.ts';

storeContract('memory', async () => {
  const store = createMemoryStore();
  return { store, cleanup: () => store.close() };
});
