import { Stack } from '@mantine/core';
import type { Schemas } from '../app/api';
import { useLanguage } from '../app/language';
import { routeOf } from './route';
import { RouteDiagram } from './route-diagram';
import { RouteOutline } from './route-outline';
import { Section } from './section';
import { useRouteWords } from './use-route-words';

/** Which way a dossier goes: drawn, and in words. */
export function ProcedureRoute({ procedure }: { readonly procedure: Schemas['Procedure'] }) {
  const { say } = useLanguage();
  const words = useRouteWords(procedure);
  const route = routeOf(procedure);
  return (
    <Stack gap="lg">
      <Section title={say('Sơ đồ quy trình', 'Diagram of the route')}>
        <RouteDiagram route={route} words={words} />
      </Section>
      <Section title={say('Quy trình bằng chữ', 'The route in words')}>
        <RouteOutline route={route} words={words} />
      </Section>
    </Stack>
  );
}
