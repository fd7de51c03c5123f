/**
 * The inbox's script: keeps the lists and the conversation true while they stand open, sends without loading anew, and
 * takes away what may no longer be shown. Without it everything works too, by loading pages.
 */
import { startInbox } from './inbox/inbox.ts';

startInbox();
