/**
 * The chat page's script: begins the conversation, on a page that has its way out.
 */
import { startConversation } from './talk/conversation.ts';

if ('safe' in document.body.dataset) startConversation();
// Without its way out no conversation begins: the page says so, and whom one can call.
else document.getElementById('late')?.classList.add('now');
