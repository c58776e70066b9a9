import { appConfig } from '@naervaer/kit/vite';
import { shell } from './worker/plugin.ts';

export default appConfig({ base: '/tablet/', plugins: [shell()] });
