import { createTheme } from '@mantine/core';
import type { MantineColorsTuple } from '@mantine/core';

/** A deep teal: 7:1 on white at its fifth shade, and no colour of a party or an alarm. */
const teal: MantineColorsTuple = ['#eef7f6', '#d9eceb', '#b0d9d6', '#83c4c0', '#5eb1ac', '#2f8f89', '#17706b', '#0f5b57', '#0b4946', '#073836'];

/** The library's own but for the darkest, which stands as text on white and on the lightest: 4.5:1 and more. */
const yellow: MantineColorsTuple = ['#fff9db', '#fff3bf', '#ffec99', '#ffe066', '#ffd43b', '#fcc419', '#fab005', '#f59f00', '#f08c00', '#7a4f00'];
const orange: MantineColorsTuple = ['#fff4e6', '#ffe8cc', '#ffd8a8', '#ffc078', '#ffa94d', '#ff922b', '#fd7e14', '#f76707', '#e8590c', '#a83a00'];

export const theme = createTheme({
  colors: { teal, yellow, orange },
  primaryColor: 'teal',
  primaryShade: 6,
  fontFamily: '"Be Vietnam Pro", system-ui, sans-serif',
  fontFamilyMonospace: 'ui-monospace, "Cascadia Mono", "DejaVu Sans Mono", monospace',
  headings: { fontFamily: '"Be Vietnam Pro", system-ui, sans-serif', fontWeight: '600' },
  // Officers are not young: nothing is smaller than 15 px.
  fontSizes: { xs: '0.9375rem', sm: '0.9375rem', md: '1rem', lg: '1.125rem', xl: '1.25rem' },
  defaultRadius: 'sm',
  cursorType: 'pointer',
  focusRing: 'always',
  autoContrast: true,
  // By name: what only some pages use is not carried by the frame.
  components: {
    // Choices stand beside their field, within the page's landmarks; fixed, they are not cut off by a table or a dialog.
    Combobox: { defaultProps: { withinPortal: false, floatingStrategy: 'fixed' } },
    // The list of choices scrolls itself (app.css): a frame that scrolls around it would have to take the focus.
    Select: { defaultProps: { withScrollArea: false } },
    MultiSelect: { defaultProps: { withScrollArea: false } },
    Autocomplete: { defaultProps: { withScrollArea: false } },
    // A menu opens at its first entry: nothing but entries is in it to take the focus.
    Menu: { defaultProps: { withInitialFocusPlaceholder: false } },
    TagsInput: { defaultProps: { withScrollArea: false } },
  },
});
