import { AppShell, Badge, Stack, VisuallyHidden } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Link, Navigate, Outlet, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { AccountNotices } from './account-notices';
import { api } from './api';
import { useArrival } from './arrival';
import { Header } from './header';
import { useLanguage } from './language';
import { LineNotice } from './line-notice';
import { useLive } from './live';
import { NoPermission } from './no-permission';
import { firstPlace, isAt, menuOf, placeAt } from './places';
import type { Place } from './places';
import { isKind, useSession, useSessionEnd } from './session';
import { Starting } from './starting';

/** Fetched by those who have such a step before them. */
const SignInSteps = lazy(async () => ({ default: (await import('../sign-in/steps')).SignInSteps }));

/** Open to everybody; the rest wants somebody signed in. */
const PUBLIC = ['/sign-in', '/procedures', '/calendar', '/when-ready', '/public-statistics'];
const isPublic = (path: string): boolean => PUBLIC.some((open) => isAt(path, open));

/** The frame of every page: where one is, where one may go, who one is, and in which language. */
export function Shell() {
  const { say } = useLanguage();
  const session = useSession();
  useSessionEnd();
  useArrival();
  const known = useRef(false);
  const [opened, { toggle, close }] = useDisclosure();
  const [held, hold] = useState(false);
  const { pathname: path, href } = useRouterState({ select: (state) => state.location });
  const unknown = useRouterState({ select: ({ matches, status }) => status === 'idle' && matches.length === 1 });
  const halfWay = session !== null && session !== undefined && (session.wants !== null || held);
  const { lost } = useLive(!halfWay && isKind(session, 'officer', 'supervisor', 'control', 'auditor'));
  useEffect(close, [path, close]);
  useEffect(() => {
    known.current = session !== null && session !== undefined;
  }, [session]);
  if (session === undefined) return <Starting />;
  if (path === '/') return <Navigate to={session === null ? '/sign-in' : firstPlace(session)} replace />;
  if (session === null && !isPublic(path) && !unknown) return <Navigate to="/sign-in" search={{ next: href, ...(known.current ? { ended: true } : {}) }} replace />;
  const place = placeAt(path);
  const forbidden = place !== undefined && !place.for(session) && !isPublic(path);
  return (
    <AppShell header={{ height: 60 }} navbar={{ width: 244, breakpoint: 'md', collapsed: { mobile: !opened, desktop: halfWay } }} padding="md">
      <a className="skip-link" href="#main">
        {say('Đến nội dung chính', 'Skip to the content')}
      </a>
      <AppShell.Header>
        <Header session={session} path={path} menu={{ opened, toggle }} lost={lost} />
      </AppShell.Header>
      <AppShell.Navbar p="sm" aria-label={say('Danh mục chính', 'Main menu')}>
        <Stack gap={4}>
          {(halfWay ? [] : menuOf(session)).map((each) => (
            <PlaceLink key={each.to} place={each} here={place === each} />
          ))}
        </Stack>
      </AppShell.Navbar>
      <AppShell.Main id="main" tabIndex={-1}>
        <LineNotice />
        {session && !halfWay && <AccountNotices />}
        {halfWay ? (
          <Suspense fallback={<Starting />}>
            <SignInSteps session={session} onHold={hold} />
          </Suspense>
        ) : forbidden ? (
          <NoPermission place={place} to={session === null ? '/sign-in' : firstPlace(session)} />
        ) : (
          <Outlet />
        )}
      </AppShell.Main>
    </AppShell>
  );
}

function PlaceLink({ place: { to, vi, en, icon: Icon, outside }, here }: { readonly place: Place; readonly here: boolean }) {
  const { say } = useLanguage();
  const content = (
    <>
      <Icon size={20} aria-hidden />
      {say(vi, en)}
      {to === '/confirmations' && <Waiting />}
    </>
  );
  if (outside) {
    return (
      <a className="nav-link" href={to}>
        {content}
      </a>
    );
  }
  return (
    <Link to={to} className="nav-link" aria-current={here ? 'page' : undefined}>
      {content}
    </Link>
  );
}

const COUNT_EVERY_MS = 60_000;

/** How many requests wait for whoever is signed in to decide. */
function Waiting() {
  const { say } = useLanguage();
  const { data } = api.useQuery('get', '/v1/confirmations/waiting', {}, { retry: false, refetchInterval: COUNT_EVERY_MS });
  if (!data || data.waiting === 0) return null;
  return (
    <Badge ml="auto" circle size="lg" color="orange.9">
      {data.waiting}
      <VisuallyHidden> {say('đang chờ bạn', 'wait for you')}</VisuallyHidden>
    </Badge>
  );
}
