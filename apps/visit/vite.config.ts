import { appConfig } from '@naervaer/kit/vite';

export default appConfig({ base: '/visit/' });
