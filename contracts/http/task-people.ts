import { z } from 'zod';
import { PersonId, Timestamp } from './common';

const TaskPart = z.enum(['co-handler', 'monitor']).describe('A co-handler works on it, a monitor keeps an eye on it; both read it and are told of it, and only the main handler decides');

export const TaskPersonGiven = z.strictObject({ part: TaskPart }).meta({ id: 'TaskPersonGiven' });
export const TaskPersonView = z.object({ person: PersonId, name: z.string(), part: TaskPart, addedBy: z.string(), addedAt: Timestamp }).meta({ id: 'TaskPerson' });
export const TaskPeople = z
  .object({ taskId: z.string(), mainHandler: z.string().nullable().describe('Who has taken it or was assigned'), items: z.array(TaskPersonView) })
  .meta({ id: 'TaskPeople' });
