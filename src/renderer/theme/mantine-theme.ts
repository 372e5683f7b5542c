import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

/** Mantine wants ten shades; the app has one accent for each theme, which CSS variables choose. */
const accent = Array.from({ length: 10 }, () => 'var(--accent)') as unknown as MantineColorsTuple;

/** In its dark scheme Mantine takes text, lines, fields and backgrounds from these ten, lightest first. */
const dark = [
  'var(--ink)',
  'var(--ink)',
  'var(--dim)',
  'var(--faint)',
  'var(--line)',
  'var(--raised)',
  'var(--bg)',
  'var(--panel)',
  'var(--bg)',
  'var(--bg)',
] as const satisfies MantineColorsTuple;

export const mantineTheme = createTheme({
  fontFamily: "'Inter Variable', Inter, system-ui, sans-serif",
  primaryColor: 'accent',
  colors: { accent, dark },
  defaultRadius: 6,
  fontSizes: { xs: '11.5px', sm: '13px', md: '14px', lg: '17px', xl: '20px' },
  respectReducedMotion: true,
});

const shared = {
  '--mantine-color-body': 'var(--bg)',
  '--mantine-color-text': 'var(--ink)',
  '--mantine-color-dimmed': 'var(--dim)',
  '--mantine-color-default': 'var(--bg)',
  '--mantine-color-default-hover': 'var(--raised)',
  '--mantine-color-default-color': 'var(--ink)',
  '--mantine-color-default-border': 'var(--line)',
  '--mantine-color-placeholder': 'var(--faint)',
  '--mantine-color-error': 'var(--lock)',
  '--mantine-color-accent-filled': 'var(--accent)',
  '--mantine-color-accent-filled-hover': 'color-mix(in srgb, var(--accent) 88%, var(--ink))',
  '--mantine-color-accent-light': 'color-mix(in srgb, var(--accent) 14%, transparent)',
  '--mantine-color-accent-light-hover': 'color-mix(in srgb, var(--accent) 22%, transparent)',
  '--mantine-color-accent-light-color': 'var(--accent)',
  '--mantine-color-accent-outline': 'var(--accent)',
  '--mantine-color-accent-text': 'var(--accent)',
  '--mantine-color-accent-contrast': 'var(--on-accent)',
  '--mantine-primary-color-contrast': 'var(--on-accent)',
  '--mantine-color-disabled': 'var(--raised)',
  '--mantine-color-disabled-color': 'var(--faint)',
};

/** Mantine's own variables, led back to the app's tokens. */
export const mantineVariables: CSSVariablesResolver = () => ({ variables: shared, light: shared, dark: shared });
