import '../theme/index.ts';

export * from './banner.tsx';
export * from './button.tsx';
export * from './choice.tsx';
export * from './coming-page.tsx';
export * from './demo-banner.tsx';
export * from './dialog.tsx';
export * from './field.tsx';
export * from './frame.tsx';
export * from './icon.tsx';
export * from './language-switch.tsx';
export * from './line-status.tsx';
export * from './loading.tsx';
export * from './notices.tsx';
export * from './screen.tsx';
export * from './theme-switch.tsx';
export * from './top-bar.tsx';
