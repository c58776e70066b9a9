import './base.css';

export * from './mode.ts';
