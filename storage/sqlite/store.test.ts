import { storeContract } from '../contract.ts';
import { createScratch } from './scratch.ts';
import { createSqliteStore } from './store.ts';

storeContract('sqlite', async () => {
  const { file, remove } = await createScratch();
  let store = createSqliteStore({ file });
  return {
    store,
    reopen: async () => {
      await store.close();
      store = createSqliteStore({ file });
      return store;
    },
    cleanup: async () => {
      await store.close();
      await remove();
    },
  };
});
